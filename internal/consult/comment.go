package consult

import "time"

// Identity says in what capacity somebody comments.
type Identity string

// The identities.
const (
	Resident   Identity = "resident"
	Enterprise Identity = "enterprise"
)

// Channel is the way by which a comment came in.
type Channel string

// The channels. All but the first two are recorded by a clerk (线下登记).
const (
	Web            Channel = "web"
	API            Channel = "api"
	ByPhone        Channel = "phone"
	ByLetter       Channel = "letter"
	ByEmail        Channel = "email"
	AtDesk         Channel = "desk"
	AtForum        Channel = "forum"           // 座谈会
	AtHearing      Channel = "hearing"         // 听证会
	HouseholdVisit Channel = "household_visit" // 入户走访
)

// IntakeChannels lists the channels that a clerk records, in the order of the form.
var IntakeChannels = []Channel{ByPhone, ByLetter, ByEmail, AtDesk, AtForum, AtHearing, HouseholdVisit}

// Channels lists every channel, in the order of forms.
var Channels = append([]Channel{Web, API}, IntakeChannels...)

// Visibility says whether the public can read a comment. It is the only thing
// about a comment that ever changes.
type Visibility string

// The visibilities.
const (
	Pending   Visibility = "pending"
	Published Visibility = "published"
	Hidden    Visibility = "hidden"
)

// Point is one separate opinion inside a comment, on the whole draft (no
// clauses) or on chosen clauses.
type Point struct {
	Position     int
	Body         string
	ClauseIDs    []int64
	ClauseLabels []string    // filled when read
	Redactions   []Redaction // filled when staff read
	Clauses      []ClauseRef // likewise: the same with what they became
	// Secret is what the point says that is a trade secret. It is stored under seal,
	// apart from the text, is no part of its hash, and is not filled when read.
	Secret string
}

// Submission is a comment as somebody sends it.
type Submission struct {
	Points       []Point
	Identity     Identity
	Name         string
	Phone        string
	Email        string
	Organisation string // work unit of a resident, name of an enterprise
	USCC         string // 统一社会信用代码
}

// Personal reports whether the sender gave anything that says who they are.
func (s Submission) Personal() bool {
	return s.Name+s.Phone+s.Email+s.Organisation+s.USCC != ""
}

// Comment is a stored comment as public pages and the desk's lists show it.
type Comment struct {
	ID           int64      `db:"id"`
	ReceiptNo    string     `db:"receipt_no"`
	Channel      Channel    `db:"channel"` // on the desk only
	Identity     Identity   `db:"identity"`
	PublicName   string     `db:"public_name"` // masked: 朱**
	Visibility   Visibility `db:"visibility"`
	HiddenCode   ReasonCode `db:"hidden_code"`
	HiddenReason string     `db:"hidden_reason"` // words that go with the code
	Revision     int        `db:"revision"`      // steps of moderation so far
	ReceivedAt   time.Time  `db:"received_at"`
	SupersededAt *time.Time `db:"superseded_at"` // when its enterprise spoke again
	Secrets      int        `db:"secrets"`       // points with a trade secret, for the desk
	Points       []Point    `db:"-"`
}

// Receipt is what the submitter keeps. TextHash is hex SHA-256 of the stored
// text, UTF-8 with LF.
type Receipt struct {
	No       string
	Secret   string
	TextHash string
}

// Decision is the answer to one suggestion.
type Decision struct {
	Outcome Outcome `db:"outcome" json:"outcome"` // empty while undecided
	Reason  string  `db:"reason" json:"reason"`
	// Override says why a weak reason stands, Overridden what was weak about it. Of
	// the desk alone: neither is released.
	Override   string   `db:"override_note" json:"override,omitempty"`
	Overridden Warnings `db:"overridden" json:"overridden,omitempty"`
}

// ReceiptState says how far a comment has come.
type ReceiptState string

// The receipt states.
const (
	Received ReceiptState = "received"
	Decided  ReceiptState = "decided"
)

// ReceiptStatus is what a receipt shows its holder later. Decisions appear once the
// batch of results they are in is released.
type ReceiptStatus struct {
	ReceiptNo         string `db:"receipt_no"`
	ConsultationNo    string `db:"consultation_no"`
	ConsultationTitle string `db:"consultation_title"`
	UnitName          string `db:"unit_name"`
	Contact           string `db:"contact"` // of the unit
	Times
	ReceivedAt   time.Time       `db:"received_at"`
	State        ReceiptState    `db:"-"`
	Visibility   Visibility      `db:"visibility"`
	HiddenCode   ReasonCode      `db:"hidden_code"`
	HiddenReason string          `db:"hidden_reason"`
	ModeratedAt  *time.Time      `db:"moderated_at"`  // when it became public or stopped being so; nil: never yet
	TextHash     string          `db:"text_hash"`     // hex
	SupersededAt *time.Time      `db:"superseded_at"` // when its enterprise spoke again: it needs no decision
	Points       []AnsweredPoint `db:"-"`
	Files        []File          `db:"-"`
}

// File is what pages tell of a file that came with a comment, or is about to.
type File struct {
	ID     int64
	Name   string
	Size   int64
	SHA256 string // hex
	Token  string // by which a form carries it; "" once it was sent
}

// OwnComment is one line of the list of somebody's own comments.
type OwnComment struct {
	ReceiptNo         string `db:"receipt_no"`
	ConsultationNo    string `db:"consultation_no"`
	ConsultationTitle string `db:"consultation_title"`
	Times
	ReceivedAt   time.Time  `db:"received_at"`
	Claimed      bool       `db:"claimed"` // later, with its receipt
	SupersededAt *time.Time `db:"superseded_at"`
	AnsweredAt   *time.Time `db:"answered_at"` // when the last of its answers became public; nil: some are still to come
}

// StateAt says how far the comment has come.
func (o OwnComment) StateAt(now time.Time) ReceiptState {
	if o.AnsweredAt != nil || o.PhaseAt(now) == Answered {
		return Decided
	}
	return Received
}

// AnsweredPoint is one point with the decisions on its suggestions.
type AnsweredPoint struct {
	Position     int
	Body         string
	Secret       string // for its sender alone
	ClauseLabels []string
	Redactions   []Redaction
	Clauses      []ClauseRef // the same with what they became
	Decisions    []Decision
	CorrectedAt  *time.Time // when one of them was last corrected; nil: never
}

// Suggestion is one line of the adjudicator's list: the thing staff decide on,
// with the point it came from.
type Suggestion struct {
	ID           int64       `db:"id"`
	CommentID    int64       `db:"comment_id"` // of its first point
	Channel      Channel     `db:"channel"`
	Identity     Identity    `db:"identity"`
	PublicName   string      `db:"public_name"`
	Body         string      `db:"body"`
	ClauseLabels []string    `db:"-"`
	Clauses      []ClauseRef `db:"-"` // the same with what they became
	ReceivedAt   time.Time   `db:"received_at"`
	Outcome      Outcome     `db:"outcome"` // empty while undecided
	Reason       string      `db:"reason"`
	DecidedBy    int64       `db:"decided_by"` // 0 while undecided
	Checked      bool        `db:"checked"`    // a second person has looked at the decision
	BackNote     string      `db:"back_note"`  // why that person sent it back; "" when it was not, or was decided anew
	Override     string      `db:"override_note"`
	Overridden   Warnings    `db:"overridden"`
	Revision     int         `db:"revision"` // how often it was decided
	Visibility   Visibility  `db:"visibility"`
	Released     bool        `db:"released"` // answered in public
	Summary      string      `db:"summary"`  // staff's words for what several said; "" where there are none
	Voices
}

// ResultRow is one line of the released results.
type ResultRow struct {
	Position    int     `db:"position"` // 序号, from 1
	PublicName  string  `db:"public_name"`
	ClauseLabel string  `db:"clause_label"` // 第三条、第五条; empty for the whole draft
	Body        string  `db:"body"`         // empty: withheld, as no comment behind it is public (该意见内容不予公开)
	Outcome     Outcome `db:"outcome"`
	Reason      string  `db:"reason"`
	Voices
	SuggestionID int64         `db:"suggestion_id"` // its number for good, and of its page
	Batch        int           `db:"batch"`         // in which it was released
	Finals       []FinalClause `db:"-"`             // the clauses of the final text that were changed for it
	CorrectedAt  *time.Time    `db:"corrected_at"`  // last; nil: never
}

// Voices says how many stand behind a suggestion: comments (件), persons (人) and
// enterprises (家), each counted as in Totals.
type Voices struct {
	Comments    int `db:"comments" json:"comments"`
	Persons     int `db:"persons" json:"persons"`
	Enterprises int `db:"enterprises" json:"enterprises"`
}

// Voice is one point behind a released line, as the public reads it. Where only a
// part of it belongs to the line, that is from Starts to Ends, in characters.
type Voice struct {
	PublicName string    `db:"public_name"`
	Identity   Identity  `db:"identity"`
	ReceivedAt time.Time `db:"received_at"`
	Body       string    `db:"body"`
	Starts     *int      `db:"starts"`
	Ends       *int      `db:"ends"`
}

// Parts cuts the point into what comes before the part of it that belongs to the
// line, that part, and what comes behind; all of it is the part where none is marked.
func (v Voice) Parts() (before, part, after string) {
	runes := []rune(v.Body)
	if v.Starts == nil || v.Ends == nil || *v.Starts >= *v.Ends || *v.Ends > len(runes) {
		return "", v.Body, ""
	}
	return string(runes[:*v.Starts]), string(runes[*v.Starts:*v.Ends]), string(runes[*v.Ends:])
}

// FinalClause names a clause of the final text.
type FinalClause struct {
	ID    int64  `json:"id"`
	Label string `json:"label"`
}

// ChangedFor names a released line for which a clause of the final text was changed.
type ChangedFor struct {
	ClauseID     int64 `db:"clause_id"`
	SuggestionID int64 `db:"suggestion_id"`
	Position     int   `db:"position"`
}

// ClauseResults are released lines that concern one clause, in order; ClauseID
// is 0 for those on the whole draft. A line on several clauses is in each.
type ClauseResults struct {
	ClauseID       int64
	Label, Heading string
	Rows           []ResultRow
}

// Missing is one reason why results cannot be released yet. SuggestionID is 0
// for reasons that concern the whole consultation.
type Missing struct {
	SuggestionID int64  `db:"suggestion_id"`
	Key          string `db:"key"`     // catalogue key
	Excerpt      string `db:"excerpt"` // beginning of the suggestion, for the adjudicator
}
