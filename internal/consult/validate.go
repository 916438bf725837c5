package consult

import (
	"fmt"
	"unicode/utf8"

	"nayan/internal/account"
	"nayan/internal/fault"
	"nayan/internal/text"
)

// Limits of a submission. Text lengths count characters (runes), as the form's
// counter does.
const (
	MaxTextRunes         = 5000 // all points of a submission together, what they say in confidence included
	MaxPoints            = 10
	MaxSecretRunes       = 2000 // of a point
	MaxClausesPerPoint   = 100
	MaxNameRunes         = 50
	MaxOrganisationRunes = 100
)

// Validate checks a normalised submission and names every broken rule, fields
// as in the JSON body ("points.0.body"). Only a body is required.
// Error: fault.Invalid.
func (s Submission) Validate() error {
	var f fault.Fields
	s.validatePoints(&f)
	f.Check(s.Identity == Resident || s.Identity == Enterprise, "identity", "comment.error.identity")
	f.Check(utf8.RuneCountInString(s.Name) <= MaxNameRunes, "name", "comment.error.name_long", MaxNameRunes)
	f.Check(s.Phone == "" || text.PhoneShaped(s.Phone), "phone", "comment.error.phone", text.MinPhone, text.MaxPhone)
	f.Check(s.Email == "" || text.EmailShaped(s.Email), "email", "comment.error.email")
	f.Check(utf8.RuneCountInString(s.Organisation) <= MaxOrganisationRunes,
		"organisation", "comment.error.organisation_long", MaxOrganisationRunes)
	f.Check(s.USCC == "" || account.USCCShaped(s.USCC), "uscc", "comment.error.uscc")
	return f.Err()
}

func (s Submission) validatePoints(f *fault.Fields) {
	if len(s.Points) == 0 || len(s.Points) > MaxPoints {
		f.Add("points", "comment.error.points_count", MaxPoints)
		return
	}
	total, told := 0, false
	for i, p := range s.Points {
		field := fmt.Sprintf("points.%d.", i)
		f.Check(text.Ink(p.Body), field+"body", "comment.error.body_required")
		f.Check(clausesShaped(p.ClauseIDs), field+"clause_ids", "comment.error.clause_ids")
		f.Check(utf8.RuneCountInString(p.Secret) <= MaxSecretRunes, field+"secret", "comment.error.secret_long", MaxSecretRunes)
		f.Check(p.Secret == "" || s.Identity == Enterprise, field+"secret", "comment.error.secret_identity")
		total += p.runes()
		if total > MaxTextRunes && !told { // the point that crosses the limit is the one to shorten
			f.Add(field+"body", "comment.error.too_long", MaxTextRunes, s.TextRunes())
			told = true
		}
	}
}

// TextRunes counts the characters of all points together.
func (s Submission) TextRunes() int {
	total := 0
	for _, p := range s.Points {
		total += p.runes()
	}
	return total
}

func (p Point) runes() int { return utf8.RuneCountInString(p.Body) + utf8.RuneCountInString(p.Secret) }

func clausesShaped(ids []int64) bool {
	return len(ids) <= MaxClausesPerPoint && (len(ids) == 0 || ids[0] > 0) // sorted by Normalise
}
