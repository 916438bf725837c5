package handlers

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/consult"
	"nayan/internal/fault"
	consultview "nayan/views/consult"
)

// noVersion is a number that no version has.
const noVersion = -1

// versionAsked reads ?version=, as the public counts; 0 is the current one.
func versionAsked(c *fiber.Ctx) int {
	typed := c.Query("version")
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(typed, 10, 32)
	if err != nil || n < 1 {
		return noVersion
	}
	return int(n)
}

// compare shows what changed between two public versions, the last two when none
// is named.
func (h consultations) compare(c *fiber.Ctx) error {
	ctx := c.UserContext()
	con, err := h.Repo.ConsultationByNo(ctx, c.Params("no"))
	if err != nil {
		return err
	}
	versions, err := h.Repo.PublicVersions(ctx, con.ID)
	if err != nil {
		return err
	}
	to := c.QueryInt("to", len(versions))
	from := c.QueryInt("from", comparedWith(versions, to))
	if from > to {
		from, to = to, from
	}
	if from < 1 || to > len(versions) || from == to {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := consultview.ComparePage{Head: h.head(con), From: versions[from-1], To: versions[to-1], Versions: versions, All: c.Query("all") != ""}
	if p.Changes, err = h.changes(ctx, con.ID, p.From.DraftID, p.To.DraftID); err != nil {
		return err
	}
	p.Changes.OldAt, p.Changes.At = draftAddress(con, from), draftAddress(con, to)
	if to == len(versions) {
		p.Changes.At = draftAddress(con, 0)
	}
	return render(c, fiber.StatusOK, consultview.Compare(p))
}

// comparedWith gives the version that one is compared with when none is named: the
// one before, or, for a final text, the one that people commented on.
func comparedWith(versions []consult.PublicVersion, to int) int {
	from := to - 1
	if to < 1 || to > len(versions) || !versions[to-1].Final {
		return from
	}
	for from > 1 && versions[from-1].Final {
		from--
	}
	return from
}

func draftAddress(con consult.Consultation, version int) string {
	address := "/consultations/" + con.No + "/draft"
	if version == 0 {
		return address
	}
	return address + "?version=" + strconv.Itoa(version)
}

// changes reads a comparison that was computed when its later version was put
// forward or published, with the clauses of both.
func (e *Env) changes(ctx context.Context, consultationID, from, to int64) (out consultview.Changes, err error) {
	if out.List, err = e.Repo.Comparison(ctx, consultationID, from, to); err != nil {
		return out, err
	}
	if out.Old, err = e.Repo.Clauses(ctx, consultationID, from); err != nil {
		return out, err
	}
	out.New, err = e.Repo.Clauses(ctx, consultationID, to)
	return out, err
}
