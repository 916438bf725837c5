package handlers

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/account"
	"nayan/internal/audit"
	"nayan/internal/fault"
	"nayan/internal/i18n"
	"nayan/repo"
	"nayan/views/desk"
	"nayan/views/ui"
)

// deskAudit shows the record of what staff did, and exports it.
type deskAudit struct{ *Env }

func (h deskAudit) list(c *fiber.Ctx) error {
	form, f, err := h.filter(c)
	fields, _, rejected := onForm(err)
	if err != nil && !rejected {
		return err
	}
	p, err := h.deskPage(c, desk.AuditLog, i18n.T(c.UserContext(), "audit.title"))
	if err != nil {
		return err
	}
	form.Errors = fields
	out := desk.AuditPage{Page: p, Form: form}
	if err := h.people(c, &out); err != nil {
		return err
	}
	if rejected {
		return render(c, fiber.StatusUnprocessableEntity, desk.Audit(out))
	}
	if err := h.lines(c, f, &out); err != nil {
		return err
	}
	return render(c, fiber.StatusOK, desk.Audit(out))
}

// lines reads one page, and one line more to know whether there is another.
func (h deskAudit) lines(c *fiber.Ctx, f repo.AuditFilter, out *desk.AuditPage) error {
	f.After, f.Limit = readMark(c.Query("after")), desk.AuditPerPage+1
	list, err := h.Repo.Audited(c.UserContext(), f)
	if err != nil {
		return err
	}
	out.First = f.After.ID == 0
	if len(list) > desk.AuditPerPage {
		list = list[:desk.AuditPerPage]
		out.Older = writeMark(list[len(list)-1].Mark())
	}
	out.Lines, err = auditLines(list)
	return err
}

// people fills in who may be chosen, and the names that stand for ids.
func (h deskAudit) people(c *fiber.Ctx, out *desk.AuditPage) (err error) {
	if out.Names, err = h.names(c); err != nil {
		return err
	}
	ctx := c.UserContext()
	out.Staff = []ui.Option{{Label: i18n.T(ctx, "desk.filter.all")}}
	for _, id := range sortedByName(out.Names.Staff) {
		out.Staff = append(out.Staff, ui.Option{Value: strconv.FormatInt(id, 10), Label: out.Names.Staff[id]})
	}
	out.Staff = append(out.Staff, ui.Option{Value: desk.AuditProgram, Label: i18n.T(ctx, "audit.program")})
	ids, _ := member(c).Grants.Units(account.Auditor)
	for i, id := range ids {
		if i > 0 {
			out.Scope += "、"
		}
		out.Scope += out.Names.Units[id]
	}
	return nil
}

// names are those of all members of staff and units.
func (h deskAudit) names(c *fiber.Ctx) (n desk.AuditNames, err error) {
	members, err := h.App.Members(c.UserContext(), repo.EveryUnit)
	if err != nil {
		return n, err
	}
	units, err := h.units(c)
	n.Staff, n.Units = map[int64]string{}, map[int64]string{}
	for _, m := range members {
		n.Staff[m.ID] = m.Name
	}
	for _, u := range units {
		n.Units[u.ID] = u.Name
	}
	return n, err
}

func sortedByName(names map[int64]string) []int64 {
	ids := make([]int64, 0, len(names))
	for id := range names {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int64) int { return strings.Compare(names[a]+fmt.Sprint(a), names[b]+fmt.Sprint(b)) })
	return ids
}

// auditID is the number of an object, or of a part of it.
var auditID = regexp.MustCompile(`^[0-9]{1,18}(/[0-9]{1,18})?$`)

// filter reads what the form asks for. An auditor of some units sees theirs,
// whatever is asked. A choice that the form does not offer chooses nothing.
// Errors: Invalid.
func (h deskAudit) filter(c *fiber.Ctx) (form desk.AuditForm, f repo.AuditFilter, err error) {
	form = desk.AuditForm{Staff: c.Query("staff"), Action: known(c.Query("action"), audit.Actions), Kind: known(c.Query("kind"), audit.Kinds),
		ID: strings.TrimSpace(c.Query("id")), From: c.Query("from"), To: c.Query("to")}
	f = repo.AuditFilter{Action: form.Action, ObjectKind: form.Kind, ObjectID: form.ID, ByProgram: form.Staff == desk.AuditProgram}
	f.Units.IDs, f.Units.All = member(c).Grants.Units(account.Auditor)
	if !f.ByProgram {
		f.StaffID, _ = strconv.ParseInt(form.Staff, 10, 64) // what is no number chooses all
	}
	var bad fault.Fields
	bad.Check(form.ID == "" || auditID.MatchString(form.ID), "id", "audit.error.id")
	bad.Check(form.ID == "" || form.Kind != "", "id", "audit.error.id_kind")
	f.From = readTime(&bad, "from", "desk.error.date", dayShape, form.From)
	if last := readTime(&bad, "to", "desk.error.date", dayShape, form.To); !last.IsZero() {
		bad.Check(!last.Before(f.From), "to", "audit.error.to")
		f.Until = last.AddDate(0, 0, 1)
	}
	return form, f, bad.Err()
}

// known lets through only what is in the list.
func known(word string, list []string) string {
	if slices.Contains(list, word) {
		return word
	}
	return ""
}

// A mark travels in the address as the microsecond, which is what Postgres
// keeps, and the id: 1764170743123456-18.
func writeMark(m repo.AuditMark) string { return fmt.Sprintf("%d-%d", m.At.UnixMicro(), m.ID) }

// readMark is the opposite; what is no mark is the beginning.
func readMark(text string) repo.AuditMark {
	at, id, _ := strings.Cut(text, "-")
	micro, err := strconv.ParseInt(at, 10, 64)
	n, idErr := strconv.ParseInt(id, 10, 64)
	if err != nil || idErr != nil || n <= 0 || micro < 0 || micro > maxMicro {
		return repo.AuditMark{}
	}
	return repo.AuditMark{At: time.UnixMicro(micro), ID: n}
}

// maxMicro is the end of the year 9999; Postgres knows no year 300,000.
const maxMicro = 253402300799999999

// auditLines reads what changed out of each entry.
func auditLines(list []repo.AuditLine) ([]desk.AuditLine, error) {
	out := make([]desk.AuditLine, len(list))
	for i, l := range list {
		changes, err := audit.Diff(l.Before, l.After)
		if err != nil {
			return nil, err
		}
		out[i] = desk.AuditLine{ID: l.ID, At: l.At, StaffID: l.StaffID, Action: l.Action, Kind: l.ObjectKind, ObjectID: l.ObjectID,
			Subject: l.Subject, Changes: changes}
	}
	return out, nil
}
