package draft

import (
	"nayan/internal/charset"
	"nayan/internal/ooxml"
)

// The catalogue keys of the refusals. Each message says what to do next.
const (
	keySaveAsDocx  = "draft.error.save_as_docx" // .doc, .wps, .pdf, .rtf
	keyEncrypted   = ooxml.KeyEncrypted         // a password protects the file
	keyDamaged     = ooxml.KeyDamaged           // truncated or broken archive or XML
	keyAltChunk    = "draft.error.altchunk"     // text only embedded as altChunk
	keyNoText      = "draft.error.no_text"      // nothing visible in it
	keyNoClause    = "draft.error.no_clause"    // a title, but no clause
	keyBomb        = ooxml.KeyTooLarge          // unpacks beyond the bounds
	keyTooLarge    = "draft.error.too_large"    // larger than any draft
	keyNotWord     = "draft.error.not_word"     // an archive, but no Word document
	keyUnsupported = "draft.error.unsupported"  // a format nobody drafts in
	keyEncoding    = charset.KeyUnknown         // text in an unknown encoding
)
