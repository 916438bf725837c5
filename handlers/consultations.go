package handlers

import (
	"mime"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/privacy"
	consultview "nayan/views/consult"
	"nayan/views/layout"
)

// consultations shows the list and four of the five tabs; comments has the fifth.
type consultations struct{ *Env }

// head begins a page about one consultation.
func (e *Env) head(con consult.Consultation) consultview.Head {
	return consultview.Head{Page: e.page(layout.NavConsultations, ""), Now: e.Now(), Consultation: con}
}

// changedHead begins a page that gives the reasons of what was done since the release.
func (e *Env) changedHead(con consult.Consultation, changes []consult.Change) consultview.Head {
	h := e.head(con)
	h.Changes = changes
	return h
}

// with adds what became of the decision.
func with(h consultview.Head, milestones []consult.Milestone) consultview.Head {
	h.Milestones = milestones
	return h
}

// formHead begins such a page with a form on it.
func (e *Env) formHead(c *fiber.Ctx, con consult.Consultation) consultview.Head {
	h := e.head(con)
	h.CSRF, h.Notice = e.csrfToken(c), privacy.NoticeVersion
	return h
}

func (h consultations) list(c *fiber.Ctx) error {
	ctx := c.UserContext()
	f, err := h.filter(c)
	if err != nil {
		return err
	}
	list, err := h.Repo.Consultations(ctx, f)
	if err != nil {
		return err
	}
	units, err := h.Repo.Units(ctx)
	if err != nil {
		return err
	}
	p := consultview.ListPage{Page: h.page(layout.NavConsultations, ""), Now: h.Now(), Items: list.Items, Total: list.Total,
		Counts: consultview.Counts(list.Counts), PageNo: f.Page, LastPage: lastPage(list.Total, perPage),
		Kinds: list.Kinds, Filter: consultview.Filter{Status: f.Phase, Kind: f.Kind, UnitID: f.UnitID, Audience: f.Audience, Query: f.Query}}
	for _, u := range units {
		p.Units = append(p.Units, consultview.Unit(u))
	}
	return render(c, fiber.StatusOK, consultview.List(p))
}

// lastPage is the number of the last page, at least 1.
func lastPage(total, size int) int { return max(1, (total+size-1)/size) }

func (h consultations) notice(c *fiber.Ctx) error {
	n, err := h.Repo.NoticeByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, consultview.Notice(consultview.NoticePage{Head: with(h.changedHead(n.Consultation, n.Changes), n.Milestones), HTML: n.HTML,
		Addressing: n.Addressing.Addressing, Attachments: n.Attachments}))
}

func (h consultations) explanation(c *fiber.Ctx) error {
	e, err := h.Repo.ExplanationByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, consultview.Explanation(consultview.ExplanationPage{Head: h.head(e.Consultation), HTML: e.HTML}))
}

func (h consultations) poster(c *fiber.Ctx) error {
	con, err := h.Repo.ConsultationByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	return render(c, fiber.StatusOK, consultview.Poster(h.head(con)))
}

// draft shows the clauses, with the form beside them while the call is open.
func (h consultations) draft(c *fiber.Ctx) error {
	d, err := h.Repo.DraftVersionByNo(c.UserContext(), c.Params("no"), versionAsked(c))
	if err != nil {
		return err
	}
	if !d.Consultation.ShowsCommentsAt(h.Now()) {
		for i := range d.Clauses { // what moderation has let pass and nobody can read yet
			d.Clauses[i].PublishedPoints = 0
		}
	}
	p := consultview.DraftPage{Head: h.head(d.Consultation), DraftTitle: d.DraftTitle, Clauses: d.Clauses, Shown: d.Version}
	if d.Versions > 1 {
		if p.Versions, err = h.Repo.PublicVersions(c.UserContext(), d.ID); err != nil {
			return err
		}
	}
	if n := len(p.Versions); n > 0 && p.Versions[n-1].Final && d.Current() {
		if p.ChangedFor, err = h.Repo.ChangedFor(c.UserContext(), d.ID, d.ShownID, consultview.MostChangedFor); err != nil {
			return err
		}
	}
	if d.Consultation.PhaseAt(h.Now()) == consult.Open && d.Current() {
		if p.Form, err = h.ownCommentForm(c); err != nil {
			return err
		}
		p.Form.DraftID, p.Head = d.ShownID, h.formHead(c, d.Consultation)
	}
	return render(c, fiber.StatusOK, consultview.Draft(p))
}

// download gives the draft as a Word file without anybody's name in it.
func (h consultations) download(c *fiber.Ctx) error {
	title, docx, err := h.App.DraftDocx(c.UserContext(), c.Params("no"), versionAsked(c))
	if err != nil {
		return err
	}
	attach(c, title+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	return c.Send(docx)
}

func (h consultations) attachment(c *fiber.Ctx) error {
	id, err := idParam(c, "id")
	if err != nil {
		return err
	}
	a, err := h.Repo.AttachmentByNo(c.UserContext(), c.Params("no"), id)
	if err != nil {
		return err
	}
	attach(c, a.Name, a.MediaType)
	return c.SendStream(h.Repo.AttachmentContent(a), int(a.Size))
}

// attach makes the answer a download: never shown inside our origin.
func attach(c *fiber.Ctx, name, mediaType string) {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\"`, r) || r < ' ' {
			return '_'
		}
		return r
	}, name)
	c.Set(fiber.HeaderContentType, mediaType)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
