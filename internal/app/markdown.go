package app

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// RenderMarkdown renders what a drafter wrote (CommonMark with tables) as HTML
// that may stand on a page: no raw HTML, no pictures, no styles, no scripts, and
// headings that begin below the page's own.
func RenderMarkdown(md string) (html string) {
	var out bytes.Buffer
	if err := markdown().Convert([]byte(md), &out); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return policy().Sanitize(out.String())
}

var markdown = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.NewTable(
			extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))), // the CSP allows no style attribute
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
			parser.WithASTTransformers(util.Prioritized(pageTransformer{}, 500)))),
		// Officials end a line where they want one: signature, date, list of offices.
		goldmark.WithRendererOptions(html.WithHardWraps()),
	)
})

// blockParsers leaves out indented code: a line after four spaces begins a
// paragraph here, as officials type it.
func blockParsers() []util.PrioritizedValue {
	var keep []util.PrioritizedValue
	for _, p := range parser.DefaultBlockParsers() {
		switch p.Value {
		case parser.NewCodeBlockParser():
			continue
		case parser.NewParagraphParser():
			p.Value = indentedParagraph{parser.NewParagraphParser()}
		}
		keep = append(keep, p)
	}
	return keep
}

type indentedParagraph struct{ parser.BlockParser }

// CanAcceptIndentedLine implements parser.BlockParser.
func (indentedParagraph) CanAcceptIndentedLine() bool { return true }

// pageTransformer fits a text into a page.
type pageTransformer struct{}

// Transform implements parser.ASTTransformer. The topmost heading becomes h2,
// the page's title being h1, and no level is skipped on the way down; links
// vouch for nothing and give the other side no hold on the page.
func (pageTransformer) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var open []int // the levels written of the headings we are under
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			for len(open) > 0 && open[len(open)-1] >= n.Level {
				open = open[:len(open)-1]
			}
			open = append(open, n.Level)
			n.Level = min(1+len(open), 6)
		case *ast.Link, *ast.AutoLink:
			n.SetAttributeString("rel", []byte("nofollow noopener"))
		}
		return ast.WalkContinue, nil
	})
}

var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "blockquote", "pre", "code",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^nofollow noopener$`)).OnElements("a")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
})
