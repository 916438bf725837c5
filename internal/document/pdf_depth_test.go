package document

import (
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
)

// Each stream says that its length is what the one before it is. A reader that follows
// needs a stack as deep as the file is long; out of stack a whole program ends.
func TestAChainOfLengthsIsNotFollowedToItsEnd(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(16 << 20))
	var pdf strings.Builder
	pdf.WriteString("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n")
	for i := 3; i < 60_000; i++ {
		fmt.Fprintf(&pdf, "%d 0 obj<</Length %d 0 R>>stream\nx\nendstream endobj\n", i, i-1)
	}
	pdf.WriteString("trailer<</Root 1 0 R>>\n%%EOF\n")
	_, _ = StripMetadata("附件.pdf", []byte(pdf.String())) // refused or not, it comes back
}
