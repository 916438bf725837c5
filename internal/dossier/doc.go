// Package dossier writes the record of how a decision was made as one archive
// (.zip): what was asked, what came in, what became of it, and who took which step.
// 重大行政决策程序暂行条例 art. 29 no. 2 asks that a draft goes to decision with an
// account of what the public said and what was adopted of it; art. 33 that the
// records of the whole course are filed in time and complete.
//
// Everything goes straight through to an io.Writer: lines come from iterators and
// none is kept. The last file of the archive is SHA256SUMS, in the form that
// `sha256sum -c` reads; an archive that was cut off has none, and no directory
// either, so that no program takes it for a whole one.
package dossier
