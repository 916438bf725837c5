package draft

// The catalogue keys of the refusals. Each message says what to do next.
const (
	keySaveAsDocx  = "draft.error.save_as_docx" // .doc, .wps, .pdf, .rtf
	keyEncrypted   = "draft.error.encrypted"    // a password protects the file
	keyDamaged     = "draft.error.damaged"      // truncated or broken archive or XML
	keyAltChunk    = "draft.error.altchunk"     // text only embedded as altChunk
	keyNoText      = "draft.error.no_text"      // nothing visible in it
	keyNoClause    = "draft.error.no_clause"    // a title, but no clause
	keyBomb        = "draft.error.zip_bomb"     // unpacks beyond the bounds
	keyTooLarge    = "draft.error.too_large"    // larger than any draft
	keyNotWord     = "draft.error.not_word"     // an archive, but no Word document
	keyUnsupported = "draft.error.unsupported"  // a format nobody drafts in
	keyEncoding    = "draft.error.encoding"     // text in an unknown encoding
)
