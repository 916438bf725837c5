package dossier

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"path"
	"slices"
	"strings"
	"time"

	"nayan/internal/i18n"
)

// part is one file of an archive, or a folder of them.
type part struct {
	name   string // its path; of a folder it ends in "/"
	about  string // what it is, in words
	at     time.Time
	packed bool
	write  func(io.Writer) error
	fill   func(*archive) error // of a folder
}

// group is what an archive holds of one kind. Its words are the keys
// "dossier.group." and the key.
type group struct {
	key   string
	parts []part
}

// groups are their keys, in the order of the archive; the number of a group is the
// beginning of its folder's name.
var groups = []string{"notice", "drafts", "explanation", "attachments", "review", "comments", "suggestions", "survey", "figures", "changes", "milestones", "audit"}

// planner puts together what an archive will hold, before a byte of it is written:
// the index comes first.
type planner struct {
	ctx   context.Context
	src   Source
	pages Pages
	out   []group
}

func (p *planner) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }

// group begins the next group.
func (p *planner) group(key string) { p.out = append(p.out, group{key: key}) }

// path names a file in the folder of the current group.
func (p *planner) path(name string) string {
	return p.t("dossier.folder."+p.out[len(p.out)-1].key) + "/" + name
}

// add adds a file to the current group.
func (p *planner) add(name, about string, at time.Time, write func(io.Writer) error) {
	last := &p.out[len(p.out)-1]
	last.parts = append(last.parts, part{name: p.path(name), about: about, at: at, write: write})
}

// file adds one of the files whose name and words are in the catalogue.
func (p *planner) file(key, ending string, at time.Time, write func(io.Writer) error) {
	p.add(p.t("dossier.file."+key)+ending, p.t("dossier.about."+key), at, write)
}

// json adds a file with one value.
func (p *planner) json(key string, at time.Time, value any) {
	p.file(key, ".json", at, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(value)
	})
}

// plan gives the groups that are not empty.
func (p *planner) plan() []group {
	p.texts()
	p.drafts()
	p.attachments()
	p.review()
	p.comments()
	p.suggestions()
	p.survey()
	p.figures()
	p.history()
	p.audit()
	slices.SortStableFunc(p.out, func(a, b group) int { return slices.Index(groups, a.key) - slices.Index(groups, b.key) })
	return slices.DeleteFunc(p.out, func(g group) bool { return len(g.parts) == 0 })
}

// released is the day that texts are dated with: they have not changed since.
func (p *planner) released() time.Time {
	if at := p.src.Consultation.ReleasedAt; at != nil {
		return *at
	}
	return p.src.At
}

func (p *planner) texts() {
	for _, x := range []struct {
		key  string
		text Text
	}{{"notice", p.src.Notice}, {"explanation", p.src.Explanation}} {
		p.group(x.key)
		if x.text.Markdown == "" {
			continue
		}
		doc := Document{Title: p.src.Consultation.Title, Name: p.t("dossier.file." + x.key), HTML: x.text.HTML}
		p.file(x.key, ".html", p.released(), func(w io.Writer) error { return p.pages.Document(p.ctx, w, doc) })
		p.file(x.key, ".md", p.released(), func(w io.Writer) error {
			_, err := io.WriteString(w, x.text.Markdown)
			return err
		})
	}
}

func (p *planner) drafts() {
	p.group("drafts")
	for _, d := range p.src.Drafts {
		at := d.CreatedAt
		if d.PublishedAt != nil {
			at = *d.PublishedAt
		}
		p.add(safeName(p.draftName(d)+" "+d.Title)+".docx", p.t("dossier.about.draft", p.draftName(d)), at, d.Write)
		last := p.out[len(p.out)-1].parts
		last[len(last)-1].packed = true
	}
	for _, c := range p.src.Comparisons {
		name := p.t("dossier.file.comparison", c.From.Number, c.To.Number)
		about, at := p.t("dossier.about.comparison", c.From.Number, c.To.Number), *c.To.PublishedAt
		p.add(name+".html", about, at, func(w io.Writer) error { return p.pages.Comparison(p.ctx, w, c) })
		p.add(name+".json", about, at, func(w io.Writer) error { return json.NewEncoder(w).Encode(c.Lines) })
	}
}

// draftName says which version it is: as the public counts, that it is the text as
// it was adopted, or that the public never saw it.
func (p *planner) draftName(d Draft) string {
	if d.Number == 0 {
		return p.t("dossier.draft.internal", d.Version)
	}
	if d.Final {
		return p.t("dossier.draft.final", d.Number)
	}
	return p.t("dossier.draft.public", d.Number)
}

func (p *planner) attachments() {
	p.group("attachments")
	for _, f := range p.src.Attachments {
		p.add(numbered(f), p.t("dossier.about.attachment", f.Name), f.At, copied(f))
		last := p.out[len(p.out)-1].parts
		last[len(last)-1].packed = packed(f.Name)
	}
}

func copied(f File) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.Copy(w, f.Open())
		return err
	}
}

// packed reports whether packing a file once more gains nothing.
func packed(name string) bool {
	switch ending := strings.ToLower(path.Ext(name)); ending {
	case ".docx", ".xlsx", ".pptx", ".ofd", ".zip", ".pdf":
		return true
	default:
		kind := mime.TypeByExtension(ending)
		return strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/")
	}
}
