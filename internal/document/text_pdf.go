package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Bounds of reading one PDF.
const (
	maxPages      = 5000
	maxReading    = 60 * time.Second
	maxReaders    = 2
	maxWASMPages  = 6144 // of 64 KiB
	drawnOver     = 0.5  // of a page: a picture that large is a scan of it
	fewCharacters = 60   // beside such a picture: a page number, a stamp
)

// engine is PDFium, compiled when the first PDF comes. It runs in a sandbox
// with bounded memory and neither files nor network, a fresh one for each
// document (docs/adr/0013-documents.md).
var engine = sync.OnceValues(func() (pdfium.Pool, error) {
	defer debug.FreeOSMemory() // compiling takes 380 MiB, what is compiled 45
	return webassembly.Init(webassembly.Config{
		Context:  experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0)),
		MaxTotal: maxReaders, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().WithMemoryLimitPages(maxWASMPages).WithCloseOnContextDone(true).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	})
})

// pdfText reads the text layer, the notes and the fields of a PDF.
func pdfText(data []byte) (text string, err error) {
	pool, err := engine()
	if err != nil {
		return "", fmt.Errorf("starting pdfium: %w", err)
	}
	pdf, err := pool.GetInstance(maxReading)
	if err != nil {
		return "", fmt.Errorf("starting pdfium: %w", err)
	}
	late := time.AfterFunc(maxReading, func() { _ = pdf.Kill() })
	defer func() {
		if !late.Stop() {
			text, err = "", ErrTooLarge
			return
		}
		_ = pdf.Close() // the sandbox goes with all that was in it
	}()
	doc, err := pdf.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return "", ErrEncrypted
	case err != nil:
		return "", ErrDamaged
	}
	return (&pdfReader{pdf: pdf, doc: doc.Document}).read()
}

// pdfReader collects the text of one document.
type pdfReader struct {
	pdf    pdfium.Pdfium
	doc    references.FPDF_DOCUMENT
	text   strings.Builder
	unread int // pages on which something is drawn and nothing, or too little, can be read
}

func (r *pdfReader) read() (string, error) {
	count, err := r.pdf.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: r.doc})
	switch {
	case err != nil, count.PageCount == 0:
		return "", ErrDamaged
	case count.PageCount > maxPages:
		return "", ErrTooLarge
	}
	for i := range count.PageCount {
		page, err := r.pdf.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.doc, Index: i})
		if err != nil {
			return "", ErrDamaged
		}
		if err := r.page(requests.Page{ByReference: &page.Page}); err != nil {
			return "", ErrDamaged
		}
		if _, err := r.pdf.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page}); err != nil {
			return "", ErrDamaged
		}
		if r.text.Len() > maxText {
			return "", ErrTooLarge
		}
	}
	if text := r.text.String(); r.unread > 0 || strings.TrimSpace(text) == "" {
		return text, ErrNoText
	}
	return r.text.String(), nil
}

func (r *pdfReader) page(page requests.Page) error {
	got, err := r.pdf.GetPageText(&requests.GetPageText{Page: page})
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(got.Text, "\r\n", "\n")
	r.text.WriteString(text + "\n")
	if err := r.notes(page); err != nil {
		return err
	}
	seen, known := legible(text)
	if seen > known*5/4 { // a font that does not say what its glyphs mean
		r.unread++
		return nil
	}
	drawn, covered, err := r.drawn(page)
	if drawn > 0 && known == 0 || covered && known < fewCharacters {
		r.unread++
	}
	return err
}

// legible counts the characters that are seen, and those of them that are known.
func legible(text string) (seen, known int) {
	for _, c := range text {
		switch {
		case c <= ' ':
			if c == 0 {
				seen++
			}
		case c == '\uFFFD', c >= 0xE000 && c <= 0xF8FF, c > 0x10000 && c >= 0xF0000:
			seen++
		default:
			seen++
			known++
		}
	}
	return seen, known
}

// drawn counts what is on a page, and tells whether a picture covers most of it.
func (r *pdfReader) drawn(page requests.Page) (n int, covered bool, err error) {
	count, err := r.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return 0, false, err
	}
	size, err := r.pdf.GetPageSize(&requests.GetPageSize{Page: page})
	if err != nil {
		return 0, false, err
	}
	for i := range min(count.Count, 50) { // a scan lies at the bottom
		o, err := r.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return 0, false, err
		}
		at, err := r.pdf.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
		if err != nil { // an object without extent
			continue
		}
		kind, err := r.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return 0, false, err
		}
		area := float64(at.Right-at.Left) * float64(at.Top-at.Bottom)
		covered = covered || isPicture(kind.Type) && area > drawnOver*size.Width*size.Height
	}
	return count.Count, covered, nil
}

// isPicture: images, and forms, in which images are wrapped.
func isPicture(kind enums.FPDF_PAGEOBJ) bool {
	return kind == enums.FPDF_PAGEOBJ_IMAGE || kind == enums.FPDF_PAGEOBJ_FORM
}

// notes adds what notes say and what fields hold; neither is in the text layer.
func (r *pdfReader) notes(page requests.Page) error {
	count, err := r.pdf.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil {
		return err
	}
	for i := range min(count.Count, maxPages) {
		note, err := r.pdf.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: page, Index: i})
		if err != nil {
			return err
		}
		for _, key := range []string{"Contents", "V", "TU"} {
			s, err := r.pdf.FPDFAnnot_GetStringValue(&requests.FPDFAnnot_GetStringValue{Annotation: note.Annotation, Key: key})
			if err == nil && s.Value != "" { // an error: there is none
				r.text.WriteString(s.Value + "\n")
			}
		}
		if _, err := r.pdf.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: note.Annotation}); err != nil {
			return err
		}
	}
	return nil
}
