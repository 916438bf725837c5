package consult

import "time"

// Consultation is one published call for opinions on one draft, without its
// long texts: what the head of every page about it needs.
type Consultation struct {
	ID       int64    `db:"id"`
	No       string   `db:"no"` // 2026-0001; empty until released
	State    State    `db:"state"`
	UnitID   int64    `db:"unit_id"`
	UnitName string   `db:"unit_name"`
	Kind     Kind     `db:"kind"`
	Audience Audience `db:"audience"`
	Title    string   `db:"title"`
	Times
	Terms
	LegalBasis       string     `db:"legal_basis"`
	Contact          string     `db:"contact"`
	PublishWhileOpen bool       `db:"publish_while_open"` // comments may be shown before closing
	DraftID          int64      `db:"draft_id"`           // 0 until a draft is imported
	AuthorID         int64      `db:"author_id"`
	ReviewerID       int64      `db:"reviewer_id"`
	ApproverID       int64      `db:"approver_id"`
	ReleasedAt       *time.Time `db:"released_at"`
	FirstResultsAt   *time.Time `db:"first_results_at"` // when the first answers became public
	CommentCount     int        `db:"comment_count"`    // accepted comments (件), shown or not
	PublishedCount   int        `db:"published_count"`  // comments the public can read
	SurveyQuestions  int        `db:"survey_questions"` // of its questionnaire; 0: it carries none
	OpenGroups       int        `db:"open_groups"`      // proposals to make points one suggestion; on the desk only
	SurveyMinutes    int        `db:"survey_minutes"`   // about how long that takes
}

// Public reports whether the public may see the consultation at all.
func (c Consultation) Public() bool { return c.State == Released }

// PhaseAt derives the public phase.
func (c Consultation) PhaseAt(now time.Time) Phase {
	if !c.Public() {
		return Unreleased
	}
	return c.Times.PhaseAt(now)
}

// ShowsCommentsAt reports whether moderated comments are shown to the public.
func (c Consultation) ShowsCommentsAt(now time.Time) bool {
	switch c.PhaseAt(now) {
	case Open:
		return c.PublishWhileOpen
	case Closed, Answered, Withdrawn:
		return true
	}
	return false
}

// Hands gives the members of staff who took the steps so far.
func (c Consultation) Hands() Hands {
	return Hands{Author: c.AuthorID, Reviewer: c.ReviewerID, Approver: c.ApproverID}
}

// Clause is one addressable piece of a published draft; its id never changes
// meaning. Clauses come in document order with their depth, 0 for the top level.
type Clause struct {
	ID              int64  `db:"id"`
	ParentID        int64  `db:"parent_id"` // 0 at the top level
	Depth           int    `db:"depth"`
	Kind            string `db:"kind"` // preamble part chapter section article paragraph item subitem appendix table
	Number          string `db:"number"`
	Heading         string `db:"heading"`
	Text            string `db:"text"`
	Label           string `db:"label"` // 第三条; how tables and receipts name it
	PublishedPoints int    `db:"published_points"`
}

// Commentable reports whether the clause carries 对本条提意见: the units of
// meaning people argue about, articles first, and not chapter headings.
func (c Clause) Commentable() bool {
	switch c.Kind {
	case "article", "preamble", "appendix", "table":
		return true
	}
	return c.Depth == 0 && c.Text != ""
}

// Depths gives how deep each clause of a version is, as comparisons take it.
func Depths(list []Clause) []int {
	out := make([]int, len(list))
	for i, c := range list {
		out[i] = c.Depth
	}
	return out
}

// Attachment is a file published beside the notice.
type Attachment struct {
	ID        int64  `db:"id" json:"id"`
	Name      string `db:"name" json:"name"`
	MediaType string `db:"media_type" json:"media_type"`
	Size      int64  `db:"size" json:"size"` // bytes
}

// ReviewStep is one line of the review's history on the desk.
type ReviewStep struct {
	At        time.Time `db:"at"`
	StaffID   int64     `db:"staff_id"`
	StaffName string    `db:"-"`
	Action    Action    `db:"action"`
	From      State     `db:"from_state"`
	To        State     `db:"to_state"`
	Reason    string    `db:"reason"`
}
