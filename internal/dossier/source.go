package dossier

import (
	"io"
	"iter"
	"time"

	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/internal/survey"
	"nayan/internal/workday"
)

// Copy says for whom an archive is.
type Copy string

// The copies.
const (
	// Staff is the whole record, for the files. Residents' names are masked in it as
	// they are in public, and what is under seal stays there.
	Staff Copy = "staff"
	// Public is what the public can read, and may be handed out.
	Public Copy = "public"
)

// Copies lists both.
var Copies = []Copy{Staff, Public}

// Source is what an archive is made of, as it was at one moment. What a copy does
// not hold is nil: the tables of the public copy never get to see it.
type Source struct {
	Copy         Copy
	At           time.Time // the moment
	Consultation consult.Consultation
	Notice       Text
	Explanation  Text
	Changes      []Change
	Milestones   []Milestone
	Drafts       []Draft
	Comparisons  []Comparison
	Attachments  []File
	Survey       *Survey
	Figures      Figures
	Released     *consult.Totals // of all batches; nil before the results

	Comments    iter.Seq2[Comment, error]
	Suggestions iter.Seq2[Suggestion, error]
	Moves       iter.Seq2[Move, error]
	Past        iter.Seq2[Decision, error]          // decisions that were made anew
	Opinions    iter.Seq2[Opinion, error]           // that other units were asked for
	Corrections iter.Seq2[Correction, error]        // of what was released; of the public copy those that hold
	Results     iter.Seq2[consult.ResultRow, error] // as the public reads them
	Batches     []Batch

	Steps       []Step
	Legality    *Legality
	Findings    []Finding
	Versions    []Version
	Invitations *Invitations
	Files       iter.Seq2[File, error] // that came with comments
	Audit       iter.Seq2[AuditLine, error]
}

// Text is a text as it was written and as it was shown.
type Text struct{ Markdown, HTML string }

// Change is a line of the public history.
type Change struct {
	consult.Change
	By string // "" in the public copy, as in all that follows
}

// Milestone is what became of the decision.
type Milestone struct {
	consult.Milestone
	By, WithdrawnBy string
}

// Draft is one version of the draft.
type Draft struct {
	ID          int64
	Number      int // as the public counts; 0: it was never public
	Version     int // as the desk counts
	Title       string
	CreatedAt   time.Time
	PublishedAt *time.Time
	Reason      string // why there is this version
	Final       bool
	Write       func(io.Writer) error // as a Word file
}

// Comparison is what changed from one public version to the next.
type Comparison struct {
	From, To Draft
	Lines    []compare.Change
	Old, New []consult.Clause
}

// File is a file as somebody uploaded it.
type File struct {
	ID        int64
	ReceiptNo string // of the comment that it came with
	Name      string
	MediaType string
	Size      int64
	SHA256    string // hex
	At        time.Time
	Open      func() io.Reader
}

// Survey is the questionnaire with what came in.
type Survey struct {
	Asked   survey.Survey
	Figures survey.Figures
	Shown   bool // the figures may be read by whom the copy is for
	Texts   iter.Seq2[SurveyText, error]
}

// SurveyText is what somebody wrote in a questionnaire.
type SurveyText struct {
	Question   int
	Answer     int64
	ReceivedAt time.Time
	Body       string
}

// Figures count what came in.
type Figures struct {
	Comments   int
	Published  int
	Pending    int
	Hidden     []Count // by the code of the reason
	Superseded int
	Secrets    int // points with a trade secret, under seal
	Files      int
	ByChannel  []Count
	ByDay      []Count
	ByClause   []Count // points; "" is the whole draft
}

// Count is one line of a statistic.
type Count struct {
	Key string
	N   int
}

// Listed is how many comments the copy lists.
func (s Source) Listed() int {
	if s.Copy == Public {
		return s.Figures.Published
	}
	return s.Figures.Comments
}

// Comment is one comment. In the public copy it has what the public reads of it.
type Comment struct {
	No           int          `json:"no"` // counted from 1, as they came
	ReceiptNo    string       `json:"receipt_no,omitempty"`
	Channel      string       `json:"channel,omitempty"`
	Identity     string       `json:"identity"`
	Name         string       `json:"name"` // masked; of an enterprise its own
	ReceivedAt   time.Time    `json:"received_at"`
	ReceivedOn   workday.Date `json:"received_on,omitempty"` // of what a clerk recorded
	Place        string       `json:"place,omitempty"`
	RecordedBy   string       `json:"recorded_by,omitempty"`
	Version      int          `json:"version"` // of the draft they read
	Visibility   string       `json:"visibility,omitempty"`
	Code         string       `json:"hidden_code,omitempty"`
	Reason       string       `json:"hidden_reason,omitempty"`
	ModeratedAt  *time.Time   `json:"moderated_at,omitempty"`
	Revision     int          `json:"revision,omitempty"` // steps of moderation
	Redactions   []Redaction  `json:"redactions,omitempty"`
	SupersededAt *time.Time   `json:"superseded_at,omitempty"`
	Secrets      int          `json:"trade_secrets,omitempty"` // points that have one, under seal
	Files        int          `json:"files,omitempty"`
	TextHash     string       `json:"text_hash,omitempty"`
	Points       []Point      `json:"points"`
}

// Point is one opinion in a comment; no clauses: on the whole draft.
type Point struct {
	Position int      `json:"position"`
	Body     string   `json:"body"`
	Clauses  []string `json:"clauses"`
}

// Redaction is a part of a point that the public does not read.
type Redaction struct {
	Position int        `json:"position"`
	Starts   int        `json:"starts"`
	Ends     int        `json:"ends"`
	Code     string     `json:"code"`
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
	UndoneBy string     `json:"undone_by,omitempty"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
}

// Suggestion is one thing that was decided on, with the points behind it.
type Suggestion struct {
	ID         int64      `json:"id"`
	Summary    string     `json:"summary,omitempty"`
	MergedInto int64      `json:"merged_into,omitempty"`
	Silent     bool       `json:"silent,omitempty"` // whoever made it spoke again, or its points went to another
	Points     []PointRef `json:"points"`
	Outcome    string     `json:"outcome,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	DecidedBy  string     `json:"decided_by,omitempty"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	CheckedBy  string     `json:"checked_by,omitempty"`
	CheckedAt  *time.Time `json:"checked_at,omitempty"`
	Revision   int        `json:"revision,omitempty"` // how often it was decided
	Override   string     `json:"override_note,omitempty"`
	Overridden string     `json:"overridden,omitempty"` // the warnings that the note answers
	BackBy     string     `json:"back_by,omitempty"`
	BackAt     *time.Time `json:"back_at,omitempty"`
	BackNote   string     `json:"back_note,omitempty"`
	Batch      int        `json:"batch,omitempty"` // in which it was released
	Line       int        `json:"line,omitempty"`  // of the results
	consult.Voices
}

// PointRef names a point, or a part of it in characters.
type PointRef struct {
	ReceiptNo string `json:"receipt_no"`
	Position  int    `json:"position"`
	Starts    *int   `json:"starts,omitempty"`
	Ends      *int   `json:"ends,omitempty"`
}

// Move is a point that a step put to a suggestion, or took from it.
type Move struct {
	Step, Undoes int64 // Undoes: the step that this one takes back; 0 for none
	Kind         string
	By           string
	At           time.Time
	Suggestion   int64
	Point        PointRef
	Added        bool
}

// Decision is one that was made anew, as it stood before.
type Decision struct {
	Suggestion       int64
	Revision         int
	Outcome, Reason  string
	By, CheckedBy    string
	At               time.Time
	CheckedAt        *time.Time
	Override, BackBy string
	BackAt           *time.Time
	BackNote         string
}

// Opinion is what another unit was asked about a suggestion (重大行政决策程序暂行条例
// art. 13) and what it answered.
type Opinion struct {
	Suggestion              int64
	Unit, Question          string
	DueOn                   workday.Date
	AskedBy                 string
	AskedAt                 time.Time
	Answer, AnsweredBy      string
	AnsweredAt, WithdrawnAt *time.Time
}

// Correction is a released answer that was put right, or was meant to be.
type Correction struct {
	Suggestion                         int64
	OldOutcome, OldReason              string
	Outcome, Reason, Why               string
	ProposedBy, ConfirmedBy, DroppedBy string
	ProposedAt                         time.Time
	ConfirmedAt, DroppedAt             *time.Time
}

// Batch is one release of results.
type Batch struct {
	Number     int
	ReleasedAt time.Time
	By         string
	LeftOpen   int
	consult.Totals
}

// Step is one step of a review.
type Step struct {
	consult.ReviewStep
	By string
}

// Legality is what is on record of the legality review.
type Legality struct {
	consult.Legality
	By string
	At time.Time
}

// Finding is what a check before publishing found, and why it stands.
type Finding struct {
	Scope, Check, Source, Place, Kind, Excerpt string
	FoundAt                                    time.Time
	Waived, By                                 string
	WaivedAt                                   *time.Time
}

// Version is the walk of a further version of the draft.
type Version struct {
	consult.Version
	Draft                              int // as the desk counts
	Proposed, Reviewed, Approved, Back string
}

// Invitations count the enterprises that were asked.
type Invitations struct{ Invited, Spoke int }

// AuditLine is an entry of the record of what staff did.
type AuditLine struct {
	ID            int64
	At            time.Time
	By            string
	Action, Kind  string
	ObjectID      string
	Before, After string // JSON
}
