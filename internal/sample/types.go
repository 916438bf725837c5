// Package sample holds the fictional county of the demonstration: four units,
// seven consultations with their drafts, what residents and enterprises wrote,
// three open days and two registered enterprises. Nobody in it exists. data/README.md names the public
// text each draft was rewritten from.
//
// Times are kept relative to the day of loading, so that the county is alive
// whenever the demonstration starts; times.go turns them into instants. A key
// names an object inside the sample and is never stored.
package sample

import (
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
)

// County is everything the demonstration shows. Consultations and open days are
// in the order of their release, which is the order of their numbers.
type County struct {
	Units         []Unit
	Staff         []Member
	Consultations []Consultation
	Comments      []Comment
	Intakes       []Intake
	OpenDays      []OpenDay
	Bookings      []Booking
	Residents     []Resident
	People        []Person
	Enterprises   []Enterprise
	Followers     []Follower
	Surveys       []Survey
	Townships     []string
}

// Unit is an office that consults (征集单位).
type Unit struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// Member is one member of staff. Passwords are the loader's business.
type Member struct {
	Key        string         `json:"key"`
	Name       string         `json:"name"`
	Email      string         `json:"email"`
	Unit       string         `json:"unit"` // key of a Unit
	Roles      []account.Role `json:"roles"`
	Everywhere bool           `json:"everywhere"` // the roles are for every unit, not for their own
}

// Resident is somebody with an account. Comments are what they sent while signed
// in, by key.
type Resident struct {
	Name     string   `json:"name"`
	Email    string   `json:"email"`
	Phone    string   `json:"phone"`
	Comments []string `json:"comments"`
}

// Consultation is one call for opinions with its texts. Reviewer and Approver
// are empty while it is still on the desk.
type Consultation struct {
	Key              string           `json:"key"`
	State            consult.State    `json:"state"`
	Unit             string           `json:"unit"` // key of a Unit
	Kind             consult.Kind     `json:"kind"`
	Audience         consult.Audience `json:"audience"`
	Title            string           `json:"title"`
	LegalBasis       string           `json:"legal_basis"` // 发文依据
	Contact          Contact          `json:"contact"`
	ReleasedInDays   int              `json:"released_in_days"` // negative: days ago
	OpensInDays      int              `json:"opens_in_days"`
	ClosesInDays     int              `json:"closes_in_days"`  // the last day on which comments are taken
	ResultsInDays    *int             `json:"results_in_days"` // nil until the results are released
	PublishWhileOpen bool             `json:"publish_while_open"`
	ResultsDays      int              `json:"results_days"` // working days from closing to the results; 0: as its kind has it
	Extended         *Extension       `json:"extended"`     // nil: it closes as it was announced
	IntakeDays       int              `json:"intake_days"`  // 线下登记期
	Author           string           `json:"author"`       // key of a Member, as the next two
	Reviewer         string           `json:"reviewer"`
	Approver         string           `json:"approver"`
	Notice           Asset            `json:"notice"`      // Markdown; NoticeAt fills in the dates
	Explanation      Asset            `json:"explanation"` // Markdown
	Legality         *Legality        `json:"legality"`
	Draft            File             `json:"draft"`
	Attachments      []File           `json:"attachments"`
	// Industries are those whose enterprises it addresses; none for all.
	Industries []account.Industry `json:"industries"`
	Next       *Next              `json:"next"` // a second version; nil: there is none
	Milestones []Milestone        `json:"milestones"`
}

// Milestone is what became of a decision.
type Milestone struct {
	Kind   consult.MilestoneKind `json:"kind"`
	InDays int                   `json:"in_days"`
	Note   string                `json:"note"`
	URL    string                `json:"url"`
	Noted  int                   `json:"noted_in_days"`
}

// Next is a further version of a draft, which the same three people publish.
type Next struct {
	Draft  File   `json:"draft"`
	InDays int    `json:"in_days"`
	Reason string `json:"reason"`
	Final  bool   `json:"final"` // it is the text as it was adopted
	// Clauses are those that staff point to for a comment, by its key, where the
	// comparison finds others.
	Clauses map[string][]string `json:"clauses"`
}

// Extension let a call take comments longer than its notice says.
type Extension struct {
	InDays   int    `json:"in_days"`   // when it was decided
	FromDays int    `json:"from_days"` // the last day that was announced
	Reason   string `json:"reason"`
}

// Legality is the record of a legality review, some days before the release.
type Legality struct {
	Office     string `json:"office"`
	OpinionNo  string `json:"opinion_no"`
	DaysBefore int    `json:"days_before"`
	Opinion    string `json:"opinion"`
}

// Contact says whom to ask about a consultation.
type Contact struct {
	Office  string `json:"office"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	Address string `json:"address"`
}

// String writes the contact on one line, as the head of a page shows it.
func (c Contact) String() string {
	return c.Office + "；电话：" + c.Phone + "；电子邮箱：" + c.Email + "；地址：" + c.Address
}

// File is an embedded file with the name an office would give it.
type File struct {
	Name string `json:"name"`
	Data Asset  `json:"file"`
}

// Comment is what one person or organisation sent, once, and what moderation
// made of it.
type Comment struct {
	Key          string             `json:"key"`
	Consultation string             `json:"consultation"` // key of a Consultation
	Day          int                `json:"day"`          // days after the opening day
	Time         Clock              `json:"time"`
	Identity     consult.Identity   `json:"identity"`
	Name         string             `json:"name"`
	Phone        string             `json:"phone"`
	Email        string             `json:"email"`
	Organisation string             `json:"organisation"`
	USCC         string             `json:"uscc"`
	Visibility   consult.Visibility `json:"visibility"`
	HiddenCode   consult.ReasonCode `json:"hidden_code"`
	HiddenReason string             `json:"hidden_reason"`
	Points       []Point            `json:"points"`
	Sender       string             `json:"sender"` // key of a Person who was signed in; empty for nobody
	For          string             `json:"for"`    // key of an Enterprise for which they spoke
}

// Point is one separate opinion. Clauses are labels such as 第三条; none means
// the whole draft. Decision is nil while the suggestion is undecided; decisions
// are public only where the results are released.
type Point struct {
	Body     string            `json:"body"`
	Secret   string            `json:"secret"` // under seal
	Clauses  []string          `json:"clauses"`
	Decision *consult.Decision `json:"decision"`
}

// OpenDay is one activity with its sessions.
type OpenDay struct {
	Key            string    `json:"key"`
	Unit           string    `json:"unit"` // key of a Unit
	Theme          string    `json:"theme"`
	Place          string    `json:"place"`
	Audience       string    `json:"audience"` // who may come
	MeetingPoint   string    `json:"meeting_point"`
	Bring          string    `json:"bring"`
	Cautions       string    `json:"cautions"`
	Contact        string    `json:"contact"`
	Content        Asset     `json:"content"`     // Markdown
	Author         string    `json:"author"`      // key of a Member, as the next one
	ReleasedBy     string    `json:"released_by"` // not the author
	ReleasedInDays int       `json:"released_in_days"`
	Sessions       []Session `json:"sessions"`
}

// Session is a time slot on the first Weekday on or after InDays from the load.
type Session struct {
	Key      string  `json:"key"`
	InDays   int     `json:"in_days"`
	Weekday  Weekday `json:"weekday"`
	Starts   Clock   `json:"starts"`
	Ends     Clock   `json:"ends"`
	Capacity int     `json:"capacity"`
}

// Booking is one confirmed party in one session.
type Booking struct {
	Session   string `json:"session"` // key of a Session
	Day       int    `json:"day"`     // days after booking opened
	Time      Clock  `json:"time"`
	PartySize int    `json:"party_size"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
}

// Clock is a time of day, as the duration since midnight: "09:30" in the files.
type Clock time.Duration

// Weekday is a day of the week: "Saturday" in the files.
type Weekday time.Weekday
