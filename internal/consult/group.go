package consult

import "time"

// GroupState says what became of a group of points that say the same.
type GroupState string

// The states that a list can be of. A group is open while points of it can be
// brought to the others.
const (
	GroupOpen      GroupState = "open"
	GroupAdopted   GroupState = "adopted"   // they are one suggestion
	GroupDismissed GroupState = "dismissed" // staff said that they are not to be
)

// GroupChoice says what staff chose about a group.
type GroupChoice string

// The choices.
const (
	ChoseAdopted   GroupChoice = "adopted"
	ChoseDismissed GroupChoice = "dismissed"
	ChoseUnlike    GroupChoice = "unlike" // it is not on one matter with others
)

// Group is a proposal: points that say the same in the same or nearly the same words.
type Group struct {
	ID          int64      `db:"id"`
	Body        string     `db:"body"`    // of the first whose sender did not speak again
	Members     int        `db:"members"` // points, all of them
	Live        int        `db:"live"`    // points whose sender did not speak again
	Voices                 // behind these
	Exact       int        `db:"exact"`    // comments that say what the leader says
	Near        int        `db:"near"`     // comments that say nearly that
	Likeness    float64    `db:"likeness"` // the lowest to the leader
	State       GroupState `db:"state"`
	Waiting     int        `db:"waiting"` // points that can be brought to the others
	IntoID      int64      `db:"into_id"` // the suggestion that has most of them; 0: none can be moved
	StepID      int64      `db:"step_id"` // the step that adopted it; 0: none that stands
	AdoptedAt   *time.Time `db:"adopted_at"`
	DismissedAt *time.Time `db:"dismissed_at"`
}

// GroupMember is a point of a group whose sender did not speak again.
type GroupMember struct {
	PointKey
	GroupID     int64   `db:"group_id"`
	Nth         int     `db:"nth"`
	Likeness    float64 `db:"likeness"` // to the leader; 1: the same
	Body        string  `db:"body"`
	Comment     Comment `db:"comment"`
	Suggestions []int64 `db:"-"`       // that have all of it
	Movable     bool    `db:"movable"` // some of these can give it away
}

// Theme is a weaker proposal: groups on one matter in words of their own.
type Theme struct {
	Hub    int64 // the group that has most of what they share
	Terms  []string
	Live   int // points, of all of them
	Total  int // groups
	Groups []ThemeGroup
}

// ThemeGroup is a group of a theme, and why.
type ThemeGroup struct {
	Group
	Score float64  // how much of what is rare in it and in the hub both have
	Terms []string // the phrases that it shares with the hub
}

// GroupSeen is a group as somebody saw it who chooses about it.
type GroupSeen struct {
	ID      int64 `json:"group"`
	Members int   `json:"members"`
}

// GroupLink is that a suggestion has the whole of a point of a group.
type GroupLink struct {
	SuggestionID int64 `db:"suggestion_id"`
	PointKey
}

// Gathering chooses, of the links of groups, the points that are brought together,
// all but some, and the suggestion they are brought to: the one that has most of
// them, the earliest of equals. It answers false where they are together.
func Gathering(links []GroupLink, leave []PointKey) (points []PointKey, into int64, ok bool) {
	left, seen, counts := map[PointKey]bool{}, map[PointKey]bool{}, map[int64]int{}
	for _, p := range leave {
		left[p] = true
	}
	for _, l := range links {
		if left[l.PointKey] {
			continue
		}
		if !seen[l.PointKey] {
			seen[l.PointKey], points = true, append(points, l.PointKey)
		}
		n := counts[l.SuggestionID] + 1
		counts[l.SuggestionID] = n
		if into == 0 || n > counts[into] || n == counts[into] && l.SuggestionID < into {
			into = l.SuggestionID
		}
	}
	return points, into, len(counts) > 1
}
