package handlers

import (
	"github.com/gofiber/fiber/v2"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/limit"
	consultview "nayan/views/consult"
)

// apiComments takes comments and shows what became of them.
type apiComments struct{ *Env }

const (
	idempotencyHeader = "Idempotency-Key"
	secretHeader      = "Receipt-Secret"
	perPage           = 20
)

// commentJSON is a comment as a client sends it: points, or with one point
// simply its members.
type commentJSON struct {
	Points []pointJSON `json:"points"`
	pointJSON
	Identity     consult.Identity `json:"identity"`
	Name         string           `json:"name"`
	Phone        string           `json:"phone"`
	Email        string           `json:"email"`
	Organisation string           `json:"organisation"`
	USCC         string           `json:"uscc"`
}

type pointJSON struct {
	Body      string   `json:"body"`
	ClauseIDs []idJSON `json:"clause_ids"`
}

func (j commentJSON) submission() consult.Submission {
	if len(j.Points) == 0 {
		j.Points = []pointJSON{j.pointJSON}
	}
	if j.Identity == "" {
		j.Identity = consult.Resident
	}
	s := consult.Submission{Identity: j.Identity, Name: j.Name, Phone: j.Phone, Email: j.Email,
		Organisation: j.Organisation, USCC: j.USCC}
	for i, p := range j.Points {
		s.Points = append(s.Points, consult.Point{Position: i + 1, Body: p.Body, ClauseIDs: fromIDs(p.ClauseIDs)})
	}
	return s
}

// receiptJSON is the answer to a comment.
type receiptJSON struct {
	ReceiptNo string `json:"receipt_no"`
	Secret    string `json:"secret"`
	TextHash  string `json:"text_hash"` // hex SHA-256 of the stored text
}

func (h apiComments) create(c *fiber.Ctx) error {
	if err := h.allow(c, h.commentLimit(c)); err != nil {
		return err
	}
	var in commentJSON
	if err := readJSON(c, &in); err != nil {
		return err
	}
	r, err := h.App.SubmitComment(c.UserContext(), app.SubmitInput{ConsultationNo: c.Params("no"),
		Submission: in.submission(), IdempotencyKey: c.Get(idempotencyHeader), Channel: "api"})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Location("/api/v1/receipts/" + r.No)
	return c.Status(fiber.StatusCreated).JSON(receiptJSON{ReceiptNo: r.No, Secret: r.Secret, TextHash: r.TextHash})
}

// commentLimit is keyed by address × consultation: never by the consultation alone.
func (e *Env) commentLimit(c *fiber.Ctx) limit.Check {
	return limit.Check{Name: "comment", Rate: e.Limits.Comment, Subject: limit.AddressAt(e.clientAddr(c), c.Params("no"))}
}

// publishedJSON is a comment that moderation has published, its name masked.
type publishedJSON struct {
	Name       string               `json:"name"`
	Identity   consult.Identity     `json:"identity"`
	ReceivedAt string               `json:"received_at"`
	Points     []publishedPointJSON `json:"points"`
}

type publishedPointJSON struct {
	Body      string   `json:"body"`
	ClauseIDs []idJSON `json:"clause_ids"`
	Clauses   []string `json:"clauses"`
}

func (h apiComments) list(c *fiber.Ctx) error {
	con, err := h.Repo.ConsultationByNo(c.UserContext(), c.Params("no"))
	if err != nil {
		return err
	}
	out := listJSON[publishedJSON]{Items: []publishedJSON{}, Page: pageNumber(c)}
	if con.ShowsCommentsAt(h.Now()) {
		list, err := h.Repo.PublishedComments(c.UserContext(), con.ID, out.Page, perPage)
		if err != nil {
			return err
		}
		out.Total = list.Total
		for _, com := range list.Items {
			out.Items = append(out.Items, toPublished(com))
		}
	}
	return c.JSON(out)
}

func toPublished(com consult.Comment) publishedJSON {
	out := publishedJSON{Name: com.PublicName, Identity: com.Identity, ReceivedAt: instant(com.ReceivedAt)}
	for _, p := range com.Points {
		out.Points = append(out.Points, publishedPointJSON{Body: p.Body, ClauseIDs: toIDs(p.ClauseIDs), Clauses: orEmpty(p.ClauseLabels)})
	}
	return out
}

// statusJSON is what a receipt shows its holder.
type statusJSON struct {
	ReceiptNo    string               `json:"receipt_no"`
	Consultation string               `json:"consultation"`
	State        consult.ReceiptState `json:"state"`
	Visibility   consult.Visibility   `json:"visibility"`
	HiddenCode   consult.ReasonCode   `json:"hidden_code,omitempty"`
	HiddenReason string               `json:"hidden_reason,omitempty"`
	Petitions    string               `json:"petition_channels,omitempty"` // where to go with what is no opinion
	ModeratedAt  string               `json:"moderated_at,omitempty"`
	ReceivedAt   string               `json:"received_at"`
	TextHash     string               `json:"text_hash"`
	WithdrawnAt  string               `json:"withdrawn_at,omitempty"` // of the consultation: there will be no answer
	Points       []answeredJSON       `json:"points"`
	Files        []fileJSON           `json:"files"`
}

// fileJSON is a file that came with the comment.
type fileJSON struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // hex
}

type answeredJSON struct {
	Body       string          `json:"body"`
	Clauses    []string        `json:"clauses"`
	Redactions []redactionJSON `json:"redactions"`
	Decisions  []decisionJSON  `json:"decisions"`
}

// redactionJSON is a part of the body that the public does not read, in characters.
type redactionJSON struct {
	consult.Span
	RedactedAt string `json:"redacted_at"`
}

type decisionJSON struct {
	Outcome consult.Outcome `json:"outcome"`
	Reason  string          `json:"reason"`
}

func (h apiComments) receipt(c *fiber.Ctx) error {
	if err := h.allow(c, h.fromAddress(c, "receipt", h.Limits.Receipt)); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	s, err := h.App.Receipt(c.UserContext(), codeParam(c, "no"), c.Get(secretHeader))
	if err != nil {
		return err
	}
	out := statusJSON{ReceiptNo: s.ReceiptNo, Consultation: s.ConsultationNo, State: s.State, Visibility: s.Visibility,
		HiddenCode: s.HiddenCode, HiddenReason: consultview.HiddenReason(c.UserContext(), s.HiddenCode, s.HiddenReason),
		ReceivedAt: instant(s.ReceivedAt), TextHash: s.TextHash, WithdrawnAt: optionalInstant(s.WithdrawnAt), ModeratedAt: optionalInstant(s.ModeratedAt),
		Files: []fileJSON{}}
	for _, f := range s.Files {
		out.Files = append(out.Files, fileJSON{f.Name, f.Size, f.SHA256})
	}
	if s.HiddenCode == consult.ReasonPetition {
		out.Petitions = consultview.PetitionChannels(c.UserContext(), h.Site.Petitions)
	}
	for _, p := range s.Points {
		out.Points = append(out.Points, toAnswered(p))
	}
	return c.JSON(out)
}

func toAnswered(p consult.AnsweredPoint) answeredJSON {
	out := answeredJSON{Body: p.Body, Clauses: orEmpty(p.ClauseLabels), Redactions: []redactionJSON{}, Decisions: []decisionJSON{}}
	for _, r := range p.Redactions {
		out.Redactions = append(out.Redactions, redactionJSON{r.Span, instant(r.At)})
	}
	for _, d := range p.Decisions {
		out.Decisions = append(out.Decisions, decisionJSON{Outcome: d.Outcome, Reason: d.Reason})
	}
	return out
}

func toIDs(list []int64) []idJSON {
	out := make([]idJSON, len(list))
	for i, id := range list {
		out[i] = idJSON(id)
	}
	return out
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
