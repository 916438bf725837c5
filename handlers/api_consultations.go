package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/repo"
)

// apiConsultations shows consultations, their drafts and their results.
type apiConsultations struct{ *Env }

type consultationJSON struct {
	No           string           `json:"no"`
	Title        string           `json:"title"`
	Status       consult.Phase    `json:"status"`
	Kind         consult.Kind     `json:"kind"`
	Audience     consult.Audience `json:"audience"`
	Unit         string           `json:"unit"`
	OpensAt      string           `json:"opens_at"`
	ClosesAt     string           `json:"closes_at"` // the first instant at which comments are refused
	CommentCount int              `json:"comment_count"`
	LegalBasis   string           `json:"legal_basis,omitempty"`
	Contact      string           `json:"contact,omitempty"`
	ResultsDueOn string           `json:"results_due_on,omitempty"` // a day; absent where none is promised, or it cannot be told yet
	WithdrawnAt  string           `json:"withdrawn_at,omitempty"`
}

// progressJSON is one consultation with what became of the decision.
type progressJSON struct {
	consultationJSON
	Milestones []milestoneJSON `json:"milestones"`
}

type milestoneJSON struct {
	Kind    consult.MilestoneKind `json:"kind"`
	On      string                `json:"on"` // a day; that of "effective" may lie ahead
	Note    string                `json:"note,omitempty"`
	URL     string                `json:"url,omitempty"`
	NotedAt string                `json:"noted_at"`
}

func (h apiConsultations) toJSON(con consult.Consultation) consultationJSON {
	out := consultationJSON{No: con.No, Title: con.Title, Status: con.PhaseAt(h.Now()), Kind: con.Kind, Audience: con.Audience,
		Unit: con.UnitName, OpensAt: instant(con.OpensAt), ClosesAt: instant(con.ClosesAt), CommentCount: con.CommentCount,
		LegalBasis: con.LegalBasis, Contact: con.Contact, WithdrawnAt: optionalInstant(con.WithdrawnAt)}
	if due := con.Promised(); !due.IsZero() {
		out.ResultsDueOn = due.String()
	}
	return out
}

func (h apiConsultations) list(c *fiber.Ctx) error {
	f, err := h.filter(c)
	if err != nil {
		return err
	}
	list, err := h.Repo.Consultations(c.UserContext(), f)
	if err != nil {
		return err
	}
	out := listJSON[consultationJSON]{Items: []consultationJSON{}, Total: list.Total, Page: f.Page}
	for _, con := range list.Items {
		out.Items = append(out.Items, h.toJSON(con))
	}
	return c.JSON(out)
}

// noUnit is the id of no unit: a list filtered by it is empty.
const noUnit = -1

// unitOf reads ?unit=: an id, as the filter of the list page sends it, or the
// name, which is what the API shows of a unit. 0 is every unit.
func (e *Env) unitOf(c *fiber.Ctx) (int64, error) {
	typed := c.Query("unit")
	if id, err := strconv.ParseInt(typed, 10, 64); err == nil || typed == "" {
		return id, nil
	}
	units, err := e.Repo.Units(c.UserContext())
	for _, u := range units {
		if u.Name == typed {
			return u.ID, nil
		}
	}
	return noUnit, err
}

// filter reads the query parameters that the list page and the API share.
func (e *Env) filter(c *fiber.Ctx) (repo.Filter, error) {
	unit, err := e.unitOf(c)
	return repo.Filter{Phase: consult.Phase(c.Query("status")), Kind: consult.Kind(c.Query("kind")), UnitID: unit,
		Audience: consult.Audience(c.Query("audience")), Query: c.Query("q"), Page: pageNumber(c), PerPage: perPage, Now: e.Now()}, err
}

func (h apiConsultations) show(c *fiber.Ctx) error {
	con, err := h.Repo.ProgressByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	out := progressJSON{consultationJSON: h.toJSON(con.Consultation), Milestones: []milestoneJSON{}}
	for _, m := range consult.MilestonesInForce(con.Milestones) {
		out.Milestones = append(out.Milestones, milestoneJSON{Kind: m.Kind, On: m.On.String(), Note: m.Note, URL: m.URL, NotedAt: instant(m.NotedAt)})
	}
	return c.JSON(out)
}

// clauseJSON is a clause as `nayan draft parse` prints it, with its id.
type clauseJSON struct {
	ID       idJSON        `json:"id"`
	Kind     string        `json:"kind"`
	Number   string        `json:"number"`
	Heading  string        `json:"heading"`
	Text     string        `json:"text"`
	Children []*clauseJSON `json:"children"`
}

type draftJSON struct {
	Title   string        `json:"title"`
	Version int           `json:"version"`
	Clauses []*clauseJSON `json:"clauses"`
}

func (h apiConsultations) draft(c *fiber.Ctx) error {
	d, err := h.Repo.DraftVersionByNo(c.UserContext(), c.Params("no"), versionAsked(c))
	if err != nil {
		return err
	}
	return c.JSON(draftJSON{Title: d.DraftTitle, Version: d.Version, Clauses: nest(d.Clauses)})
}

// nest makes a tree of clauses that come in document order.
func nest(flat []consult.Clause) []*clauseJSON {
	top, byID := []*clauseJSON{}, make(map[int64]*clauseJSON, len(flat))
	for _, cl := range flat {
		node := &clauseJSON{ID: idJSON(cl.ID), Kind: cl.Kind, Number: cl.Number, Heading: cl.Heading, Text: cl.Text,
			Children: []*clauseJSON{}}
		byID[cl.ID] = node
		if parent := byID[cl.ParentID]; parent != nil {
			parent.Children = append(parent.Children, node)
		} else {
			top = append(top, node)
		}
	}
	return top
}
