package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/repo"
	consultview "nayan/views/consult"
)

// comments is the 征集意见 tab: the form and what moderation has published.
type comments struct{ *Env }

const (
	maxFormPoints = 10
	actionField   = "action"
	consentField  = "consent_version"
	addPoint      = "add_point"
	draftField    = "draft_id" // the version beside the form
)

// newCommentForm is an empty form under a new idempotency key.
func newCommentForm(clauses ...int64) consultview.CommentForm {
	return consultview.CommentForm{IdempotencyKey: rand.Text(),
		Values: consult.Submission{Points: []consult.Point{{Position: 1, ClauseIDs: clauses}}}}
}

// ownCommentForm is a new form with what is known of who is signed in.
func (e *Env) ownCommentForm(c *fiber.Ctx, clauses ...int64) (consultview.CommentForm, error) {
	form := newCommentForm(clauses...)
	p, err := e.signedInPerson(c)
	if err != nil || p.ID == 0 {
		return form, err
	}
	form.Prefilled = true
	form.Values.Name, form.Values.Phone, form.Values.Email = p.Name, p.Phone, p.Email
	return form, e.speakers(c, p, &form)
}

func (h comments) show(c *fiber.Ctx) error {
	var clauses []int64
	if id := c.QueryInt("clause"); id > 0 {
		clauses = []int64{int64(id)}
	}
	form, err := h.ownCommentForm(c, clauses...)
	if err != nil {
		return err
	}
	return h.showWith(c, fiber.StatusOK, form)
}

// showWith shows the tab with a form as it stands.
func (h comments) showWith(c *fiber.Ctx, status int, form consultview.CommentForm) error {
	ctx := c.UserContext()
	d, err := h.draftBeside(c, form)
	if err != nil {
		return err
	}
	form.DraftID = d.ShownID
	p := consultview.CommentsPage{Head: h.formHead(c, d.Consultation), Clauses: d.Clauses, Form: form, PageNo: pageNumber(c),
		LastPage: lastPage(d.Consultation.PublishedCount, perPage)}
	if !d.Current() {
		p.OldVersion, p.NewVersion = d.Version, d.Versions
	}
	if d.Consultation.ShowsCommentsAt(h.Now()) && d.Consultation.PublishedCount > 0 {
		list, err := h.Repo.PublishedComments(ctx, d.ID, p.PageNo, perPage)
		if err != nil {
			return err
		}
		p.Comments = list.Items
	}
	return render(c, status, consultview.Comments(p))
}

// draftBeside gives the version that a form was written on; a new form is on the
// current one. A newer version that came out meanwhile takes nothing away: the
// clauses that were chosen stay.
func (h comments) draftBeside(c *fiber.Ctx, form consultview.CommentForm) (d repo.DraftPage, err error) {
	if form.DraftID != 0 {
		d, err = h.Repo.PublicDraft(c.UserContext(), c.Params("no"), form.DraftID)
		if err == nil || fault.Of(err).Kind != fault.NotFound {
			return d, err
		}
	}
	return h.Repo.DraftByNo(c.UserContext(), c.Params("no"))
}

// create takes a comment. The button that asks for one more point, and every
// fault in the fields, give the form back with what was typed.
func (h comments) create(c *fiber.Ctx) error {
	if len(uploadOf(c).files) > 0 {
		return unhurried(h.take)(c)
	}
	return h.take(c)
}

func (h comments) take(c *fiber.Ctx) error {
	form := readCommentForm(c)
	tokens, err := h.takeFiles(c, &form)
	if err != nil {
		return h.again(c, form, err)
	}
	if adding(c) {
		if n := len(form.Values.Points); n < maxFormPoints {
			form.Values.Points = append(form.Values.Points, consult.Point{Position: n + 1})
		}
		h.respeak(c, &form)
		return h.showWith(c, fiber.StatusOK, form)
	}
	if err := h.allow(c, h.commentLimit(c)); err != nil {
		return h.again(c, form, err)
	}
	sender, err := h.signedInPerson(c)
	if err != nil {
		return h.again(c, form, err)
	}
	now := h.Now()
	r, err := h.App.SubmitComment(c.UserContext(), app.SubmitInput{ConsultationNo: c.Params("no"), Submission: form.Values,
		IdempotencyKey: contentKey(form.IdempotencyKey, form.SpeaksFor, form.Values, form.Sums), Channel: "web", AccountID: sender.ID, EnterpriseID: form.SpeaksFor,
		ConsentVersion: c.FormValue(consentField), DraftID: form.DraftID, Files: tokens, Sums: form.Sums})
	if err != nil {
		return h.again(c, form, err)
	}
	files, err := h.sentFiles(c, r.No, tokens)
	if err != nil {
		h.logError(c, err) // the comment is stored: its receipt is shown whatever else fails
	}
	con, err := h.Repo.ConsultationByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		// The comment is stored: its receipt is shown whatever else fails.
		con = consult.Consultation{No: c.Params("no"), State: consult.Released}
	}
	if form.SpeaksFor != 0 {
		h.respeak(c, &form)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return render(c, fiber.StatusCreated, consultview.Receipt(consultview.ReceiptPage{Head: h.head(con), Receipt: r, ReceivedAt: now, Files: files,
		Saved: sender.ID != 0, Enterprise: spokenFor(form), Secret: confided(form.Values)}))
}

// again shows a refused form with what was typed, if there is a form to show.
func (h comments) again(c *fiber.Ctx, form consultview.CommentForm, refused error) error {
	fields, again := redisplay(c.UserContext(), refused)
	if !again {
		return refused
	}
	for _, field := range fields {
		switch {
		case field.Name == "points": // about all of them: no field of the form to lead to
			field.Name = ""
		case strings.HasPrefix(field.Name, "files."):
			field.Name = "files"
		}
		form.Errors = append(form.Errors, field)
	}
	h.respeak(c, &form)
	status := statusOf(refused)
	if err := h.showWith(c, status, form); err != nil {
		return refused
	}
	if status >= fiber.StatusInternalServerError {
		h.logError(c, refused)
	}
	sayWhenToReturn(c, fault.Of(refused))
	return nil
}

// adding reports whether the form is sent for one more point only.
func adding(c *fiber.Ctx) bool { return c.FormValue(actionField) == addPoint }

// contentKey binds a form's key to what was typed: a double click is the same
// comment; going back, editing and sending again is a new one.
func contentKey(key string, enterprise int64, s consult.Submission, sums []string) string {
	if key == "" {
		return ""
	}
	parts := []string{key, strconv.FormatInt(enterprise, 10), string(s.Identity), s.Name, s.Phone, s.Email, s.Organisation, s.USCC}
	for _, p := range s.Points {
		parts = append(parts, p.Body, fmt.Sprint(p.ClauseIDs), p.Secret)
	}
	return hashed(append(parts, sums...)...)
}

// hashed gives hex SHA-256 over parts, each with its length.
func hashed(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readCommentForm reads the fields as typed; nothing is refused here.
func readCommentForm(c *fiber.Ctx) consultview.CommentForm {
	identity, enterprise := readIdentity(c.FormValue("identity"))
	s := consult.Submission{Identity: identity, Name: c.FormValue("name"),
		Phone: c.FormValue("phone"), Email: c.FormValue("email"), Organisation: c.FormValue("organisation"), USCC: c.FormValue("uscc")}
	for _, i := range formPoints(c) {
		prefix := "points[" + strconv.Itoa(i) + "]."
		body, secret := c.FormValue(prefix+"body"), c.FormValue(prefix+"secret")
		if i > 0 && strings.TrimSpace(body+secret) == "" && !adding(c) {
			continue // one more point was asked for and not written
		}
		s.Points = append(s.Points, consult.Point{Position: len(s.Points) + 1, Body: body, Secret: secret,
			ClauseIDs: formIDs(c, prefix+"clauses")})
	}
	if len(s.Points) == 0 {
		s.Points = []consult.Point{{Position: 1}}
	}
	return consultview.CommentForm{IdempotencyKey: c.FormValue("idempotency_key"), DraftID: formID(c, draftField), Values: s, SpeaksFor: enterprise}
}

// formPoints gives the numbers of the points that the form carries, in order. More
// than the form offers are read too: the rules refuse them, and none is dropped.
func formPoints(c *fiber.Ctx) []int {
	var numbers []int
	for key := range c.Request().PostArgs().All() {
		rest, isPoint := strings.CutPrefix(string(key), "points[")
		number, isBody := strings.CutSuffix(rest, "].body")
		if i, err := strconv.Atoi(number); isPoint && isBody && err == nil && i >= 0 {
			numbers = append(numbers, i)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// formIDs reads a repeated field of ids; what is no number stays as an id that
// no clause has, so that the rules refuse it.
func formIDs(c *fiber.Ctx, name string) []int64 {
	var ids []int64
	for _, raw := range c.Request().PostArgs().PeekMulti(name) {
		id, err := strconv.ParseInt(string(raw), 10, 64)
		if err != nil {
			id = -1
		}
		ids = append(ids, id)
	}
	return ids
}
