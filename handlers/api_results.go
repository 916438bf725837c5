package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
)

type totalsJSON struct {
	Comments      int `json:"comments"`    // 件
	Persons       int `json:"persons"`     // 人
	Enterprises   int `json:"enterprises"` // 家
	Suggestions   int `json:"suggestions"` // 条
	Adopted       int `json:"adopted"`
	PartlyAdopted int `json:"partly_adopted"`
	NotAdopted    int `json:"not_adopted"`
	Explained     int `json:"explained"`
	OutOfScope    int `json:"out_of_scope"`
	Offline       int `json:"offline"`    // 件 of the comments that a clerk recorded
	Superseded    int `json:"superseded"` // among comments, answered 已由新意见替代
	// EnterpriseSuggestions are those among Suggestions that enterprises made.
	EnterpriseSuggestions int `json:"enterprise_suggestions"`
}

type resultJSON struct {
	ID          idJSON            `json:"id"` // of its page
	Position    int               `json:"position"`
	Name        string            `json:"name"`
	Comments    int               `json:"comments"`    // 件 behind it
	Persons     int               `json:"persons"`     // 人
	Enterprises int               `json:"enterprises"` // 家
	Clauses     string            `json:"clauses"`
	Body        string            `json:"body"`
	Outcome     consult.Outcome   `json:"outcome"`
	Reason      string            `json:"reason"`
	Finals      []finalClauseJSON `json:"final_clauses"`
	CorrectedAt string            `json:"corrected_at,omitempty"` // last; its page has what it was
}

// finalClauseJSON names a clause of the final text that was changed for a line.
type finalClauseJSON struct {
	ID    idJSON `json:"id"`
	Label string `json:"label"`
}

// resultsJSON is a list with the totals of the whole, whatever the filter;
// Released is false and the list empty until something is public.
type resultsJSON struct {
	Released bool       `json:"released"`
	Batches  int        `json:"batches"`
	LeftOpen int        `json:"left_open"` // 条 that a further batch will answer
	Totals   totalsJSON `json:"totals"`
	listJSON[resultJSON]
}

func (h apiConsultations) results(c *fiber.Ctx) error {
	filter, _ := resultFilter(c, perPage)
	r, err := h.Repo.ResultsByNo(c.UserContext(), c.Params("no"), filter)
	if err != nil {
		return err
	}
	out := resultsJSON{listJSON: listJSON[resultJSON]{Items: []resultJSON{}, Page: filter.Page}}
	if r.Batches == 0 && r.Consultation.PhaseAt(h.Now()) != consult.Answered {
		return c.JSON(out)
	}
	out.Released, out.Totals, out.Total = true, totalsJSON(r.Totals), r.Total
	out.Batches, out.LeftOpen = r.Batches, r.LeftOpen
	for _, row := range r.Rows {
		out.Items = append(out.Items, resultToJSON(row))
	}
	return c.JSON(out)
}

func resultToJSON(row consult.ResultRow) resultJSON {
	out := resultJSON{ID: idJSON(row.SuggestionID), Position: row.Position, Name: row.PublicName, Comments: row.Comments,
		Persons: row.Persons, Enterprises: row.Enterprises, Clauses: row.ClauseLabel, Body: row.Body, Outcome: row.Outcome,
		Reason: row.Reason, Finals: []finalClauseJSON{}, CorrectedAt: optionalInstant(row.CorrectedAt)}
	for _, f := range row.Finals {
		out.Finals = append(out.Finals, finalClauseJSON{ID: idJSON(f.ID), Label: f.Label})
	}
	return out
}
