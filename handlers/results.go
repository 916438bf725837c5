package handlers

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
	consultview "nayan/views/consult"
)

const (
	// resultsPerPage is the number of answers on a page of results.
	resultsPerPage = 100
	// voicesPerPage is the number of points on the page of one answer.
	voicesPerPage = 20
)

// resultFilter reads what the page of results and the API share. What names
// nothing leaves nothing.
func resultFilter(c *fiber.Ctx, perPage int) (f repo.ResultFilter, shown consultview.ResultFilter) {
	shown = consultview.ResultFilter{Outcome: consult.Outcome(c.Query("outcome")), Clause: c.Query("clause"),
		Identity: consult.Identity(c.Query("identity")), Query: c.Query("q")}
	f = repo.ResultFilter{Outcome: shown.Outcome, Identity: shown.Identity, Query: shown.Query, Page: pageNumber(c), PerPage: perPage}
	switch shown.Clause {
	case "":
	case consultview.WholeDraft:
		f.ClauseID = repo.WholeDraft
	default:
		id, err := strconv.ParseInt(shown.Clause, 10, 64)
		if f.ClauseID = id; err != nil || id < 1 {
			f.ClauseID = noClause
		}
	}
	return f, shown
}

// noClause is the id of no clause: a list filtered by it is empty.
const noClause = -2

func batchOf(l repo.ResultsHead) consultview.Batch {
	return consultview.Batch{Batches: l.Batches, LeftOpen: l.LeftOpen, At: l.BatchAt}
}

func (h consultations) results(c *fiber.Ctx) error {
	if c.Query("view") == "clauses" {
		return h.resultsByClause(c)
	}
	filter, shown := resultFilter(c, resultsPerPage)
	r, err := h.Repo.ResultsByNo(c.UserContext(), c.Params("no"), filter)
	if err != nil {
		return err
	}
	return h.showResults(c, consultview.ResultsPage{Head: with(h.changedHead(r.Consultation, r.Changes), r.Milestones), Batch: batchOf(r.ResultsHead), Totals: r.Totals,
		Filter: shown, Places: r.Places, Rows: r.Rows, Corrections: r.Corrections, Found: r.Total, Final: r.Final != 0, PageNo: filter.Page, LastPage: lastPage(r.Total, resultsPerPage)})
}

func (h consultations) resultsByClause(c *fiber.Ctx) error {
	page := pageNumber(c)
	r, err := h.Repo.ResultsByClause(c.UserContext(), c.Params("no"), page, resultsPerPage)
	if err != nil {
		return err
	}
	p := consultview.ResultsPage{Head: with(h.changedHead(r.Consultation, r.Changes), r.Milestones), Batch: batchOf(r.ResultsHead), Totals: r.Totals, ByClause: true,
		Corrections: r.Corrections, Final: r.Final != 0, PageNo: page, LastPage: lastPage(r.Total, resultsPerPage)}
	if len(r.Clauses) > 0 {
		if p.Clauses, err = h.fates(c, r.ID, r.Consulted, r.Final, r.Clauses); err != nil {
			return err
		}
	}
	return h.showResults(c, p)
}

// fates reads what became of clauses in the final text.
func (h consultations) fates(c *fiber.Ctx, id, consulted, final int64, list []consult.ClauseResults) ([]consultview.ClauseFate, error) {
	t, err := h.Repo.DraftTexts(c.UserContext(), id, consulted, final)
	return consultview.Fates(list, consultview.FinalTexts{Consulted: t.Consulted, Final: t.Final, Changes: t.Changes, HasFinal: final != 0}), err
}

// showResults refuses a page past the end: it would show an empty table under a
// sentence that counts.
func (h consultations) showResults(c *fiber.Ctx, p consultview.ResultsPage) error {
	if p.PageNo > p.LastPage {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return render(c, fiber.StatusOK, consultview.Results(p))
}

// result shows one line with everybody behind it. One that was merged leads to
// where its points went.
func (h consultations) result(c *fiber.Ctx) error {
	ctx, page := c.UserContext(), pageNumber(c)
	id, err := idParam(c, "sid")
	if err != nil {
		return err
	}
	l, err := h.Repo.ResultLine(ctx, c.Params("no"), id)
	if fault.Is(err, fault.NotFound) {
		return h.merged(c, id)
	}
	if err != nil {
		return err
	}
	p := consultview.ResultLinePage{Head: h.changedHead(l.Consultation, l.Changes), Row: l.ResultRow, Public: l.Public, Hidden: l.Hidden,
		PageNo: page, LastPage: lastPage(l.Public, voicesPerPage)}
	if p.PageNo > p.LastPage {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if p.Voices, err = h.Repo.Voices(ctx, l.ID, id, page, voicesPerPage); err != nil {
		return err
	}
	if l.CorrectedAt != nil {
		if p.Corrections, err = h.Repo.CorrectionsOf(ctx, l.ID, id); err != nil {
			return err
		}
	}
	var on []consult.ClauseResults
	for _, clause := range l.Clauses {
		on = append(on, consult.ClauseResults{ClauseID: clause.ID, Label: clause.Label, Heading: clause.Heading})
	}
	if len(on) > 0 {
		if p.Clauses, err = h.fates(c, l.ID, l.Consulted, l.Final, on); err != nil {
			return err
		}
	}
	return render(c, fiber.StatusOK, consultview.ResultLine(p))
}

func (h consultations) merged(c *fiber.Ctx, id int64) error {
	con, err := h.Repo.ConsultationByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	into, err := h.Repo.MergedInto(c.UserContext(), con.ID, id)
	if err != nil {
		return err
	}
	return c.Redirect(fmt.Sprintf("/consultations/%s/results/%d", con.No, into), fiber.StatusMovedPermanently)
}
