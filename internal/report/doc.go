// Package report writes what a consultation has come to as files that people keep:
// tables (.xlsx, .csv) and the statement of what was adopted (.docx).
//
// Everything goes straight through to an io.Writer: rows come from an iterator and
// none is kept, so that a million of them take the memory of one. An error leaves
// the file unfinished, and no program takes it for a whole one; whoever sends it
// must break the connection off. The files say nothing about who made them.
package report
