package dossier

import (
	"strconv"
	"time"

	"nayan/internal/consult"
)

// Index is what the first page of an archive shows.
type Index struct {
	Copy         Copy
	At           time.Time
	Consultation consult.Consultation
	Steps        []Step
	Changes      []Change
	Milestones   []Milestone
	Figures      [][2]string // what is counted, and the number
	Groups       []Listing
	Law          []LawLine
	Notes        []string
}

// Listing is a group of files.
type Listing struct {
	Title string
	Files []Listed
}

// Listed is one file; Path leads to it from the index.
type Listed struct{ Path, About string }

// LawLine says where to find what the law asks for: in which group, or why not.
type LawLine struct {
	Article, What string
	Group         string // title of a group; "" where Note says why there is none
	Note          string
}

// index puts the first page together; it comes before the sums of what it lists.
func (p *planner) index(plan []group) Index {
	x := Index{Copy: p.src.Copy, At: p.src.At, Consultation: p.src.Consultation, Steps: p.src.Steps, Changes: p.src.Changes, Milestones: p.src.Milestones,
		Figures: p.footing(), Notes: []string{p.t("dossier.note.names"), p.t("dossier.note.secrets", p.src.Figures.Secrets), p.t("dossier.note.sums")}}
	if p.src.Copy == Staff {
		x.Notes = append(x.Notes, p.t("dossier.note.sealed"), p.t("dossier.note.remarks"), p.t("dossier.note.staff"))
	} else {
		x.Notes = append(x.Notes, p.t("dossier.note.public"))
	}
	has := map[string]bool{}
	for _, g := range plan {
		has[g.key] = true
		l := Listing{Title: p.t("dossier.group." + g.key)}
		for _, f := range g.parts {
			l.Files = append(l.Files, Listed{f.name, f.about})
		}
		x.Groups = append(x.Groups, l)
	}
	x.Law = p.law(has)
	return x
}

// law goes through what 重大行政决策程序暂行条例 wants to be done and filed.
func (p *planner) law(has map[string]bool) (out []LawLine) {
	for _, l := range []struct{ key, group, note string }{
		{"notice", "notice", ""}, {"drafts", "drafts", ""}, {"opinions", "comments", "not_public_yet"}, {"adopted", "suggestions", "not_released"},
		{"hearing", "", "elsewhere"}, {"experts", "", "elsewhere"}, {"risk", "", "elsewhere"}, {"competition", "", "elsewhere"},
		{"legality", "review", "staff_only"}, {"meeting", "", "elsewhere"}, {"published", "milestones", "not_noted"}, {"filed", "audit", "staff_only"},
	} {
		line := LawLine{Article: p.t("dossier.law." + l.key + ".article"), What: p.t("dossier.law." + l.key)}
		switch {
		case l.key == "legality" && p.src.Copy == Staff && p.src.Legality == nil:
			line.Note = p.t("dossier.law.note.not_recorded")
		case has[l.group]:
			line.Group = p.t("dossier.group." + l.group)
		default:
			line.Note = p.t("dossier.law.note." + l.note)
		}
		out = append(out, line)
	}
	return out
}

// footing are the figures, so that each sum can be checked by adding up the lines
// above it.
func (p *planner) footing() (out [][2]string) {
	add := func(what string, n int) { out = append(out, [2]string{what, strconv.Itoa(n)}) }
	for _, c := range p.visibilities() {
		add(c.Key, c.N)
	}
	add(p.t("dossier.figure.comments"), p.src.Figures.Comments)
	if t := p.src.Released; t != nil {
		for _, o := range consult.Outcomes {
			add(p.t("outcome."+string(o)), t.Of(o))
		}
		add(p.t("dossier.figure.suggestions"), t.Suggestions)
		add(p.t("dossier.figure.persons"), t.Persons)
		add(p.t("dossier.figure.enterprises"), t.Enterprises)
		add(p.t("dossier.figure.offline"), t.Offline)
		add(p.t("dossier.figure.superseded"), t.Superseded)
	}
	return out
}
