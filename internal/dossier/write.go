package dossier

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"nayan/internal/survey"
)

// IndexName is the first file of every archive.
const IndexName = "index.html"

// errFoots says that an archive would count one thing and list another.
var errFoots = errors.New("dossier: the figures do not foot")

// Document is a text for people to read.
type Document struct {
	Title string // of the consultation
	Name  string // of the text
	HTML  string // sanitised when it was stored
}

// Pages write the parts of an archive that people read in a browser.
type Pages struct {
	Index      func(context.Context, io.Writer, Index) error
	Document   func(context.Context, io.Writer, Document) error
	Comparison func(context.Context, io.Writer, Comparison) error
	Survey     func(context.Context, survey.Survey, survey.Figures) (columns []string, lines [][]string)
}

// Write writes the archive. An error leaves it unfinished: whoever sends it must
// break the connection off.
func Write(ctx context.Context, w io.Writer, src Source, pages Pages) error {
	p := &planner{ctx: ctx, src: src, pages: pages}
	plan := p.plan()
	a := newArchive(w)
	err := a.add(IndexName, src.At, false, func(w io.Writer) error { return pages.Index(ctx, w, p.index(plan)) })
	if err != nil {
		return err
	}
	for _, g := range plan {
		for _, x := range g.parts {
			if err := ctx.Err(); err != nil {
				return err
			}
			if x.fill != nil {
				err = x.fill(a)
			} else {
				err = a.add(x.name, x.at, x.packed, x.write)
			}
			if err != nil {
				return err
			}
		}
	}
	return a.close(src.At)
}

// counted passes lines on and holds at their end that there were as many as the
// index says.
func counted[T any](lines iter.Seq2[T, error], want int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for line, err := range lines {
			if n++; !yield(line, err) || err != nil {
				return
			}
		}
		if n != want {
			var none T
			yield(none, fmt.Errorf("%w: %d lines, want %d", errFoots, n, want))
		}
	}
}

// listed makes lines of a list.
func listed[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// numbered names a file by its number in the platform, so that two of one name stay apart.
func numbered(f File) string { return strconv.FormatInt(f.ID, 10) + "-" + safeName(f.Name) }
