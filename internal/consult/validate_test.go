package consult_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

// fields gives the names of the fields an error complains about.
func fields(err error) []string {
	var names []string
	var f *fault.Error
	if errors.As(err, &f) {
		for _, field := range f.Fields {
			names = append(names, field.Name+" "+field.Key)
		}
	}
	return names
}

func body(text string) []consult.Point { return []consult.Point{{Body: text}} }

func TestOnlyABodyIsRequired(t *testing.T) {
	t.Parallel()
	if err := (consult.Submission{Points: body("建议增加投放点。")}).Normalise().Validate(); err != nil {
		t.Error(err)
	}
}

func TestEveryBrokenRuleOfASubmissionIsNamedWithItsField(t *testing.T) {
	t.Parallel()
	many := make([]consult.Point, consult.MaxPoints+1)
	for name, c := range map[string]struct {
		s    consult.Submission
		want []string
	}{
		"no point":            {consult.Submission{}, []string{"points comment.error.points_count"}},
		"too many points":     {consult.Submission{Points: many}, []string{"points comment.error.points_count"}},
		"blank body":          {consult.Submission{Points: body(" 　\n")}, []string{"points.0.body comment.error.body_required"}},
		"invisible body":      {consult.Submission{Points: body("\u200b\u200d")}, []string{"points.0.body comment.error.body_required"}},
		"second point empty":  {consult.Submission{Points: []consult.Point{{Body: "一"}, {}}}, []string{"points.1.body comment.error.body_required"}},
		"a clause below 1":    {consult.Submission{Points: []consult.Point{{Body: "一", ClauseIDs: []int64{3, 0}}}}, []string{"points.0.clause_ids comment.error.clause_ids"}},
		"unknown identity":    {consult.Submission{Points: body("一"), Identity: "robot"}, []string{"identity comment.error.identity"}},
		"long name":           {consult.Submission{Points: body("一"), Name: strings.Repeat("张", 51)}, []string{"name comment.error.name_long"}},
		"letters in a phone":  {consult.Submission{Points: body("一"), Phone: "call me maybe"}, []string{"phone comment.error.phone"}},
		"short phone":         {consult.Submission{Points: body("一"), Phone: "12345"}, []string{"phone comment.error.phone"}},
		"phone without digit": {consult.Submission{Points: body("一"), Phone: "--------"}, []string{"phone comment.error.phone"}},
		"e-mail with a name":  {consult.Submission{Points: body("一"), Email: "Li <li@example.com>"}, []string{"email comment.error.email"}},
		"no e-mail at all":    {consult.Submission{Points: body("一"), Email: "li.example.com"}, []string{"email comment.error.email"}},
		"long organisation":   {consult.Submission{Points: body("一"), Organisation: strings.Repeat("厂", 101)}, []string{"organisation comment.error.organisation_long"}},
		"17 characters":       {consult.Submission{Points: body("一"), USCC: "91350100M000100Y4"}, []string{"uscc comment.error.uscc"}},
		"two at once": {consult.Submission{Points: body(""), Email: "x"},
			[]string{"points.0.body comment.error.body_required", "email comment.error.email"}},
	} {
		err := c.s.Normalise().Validate()
		if !fault.Is(err, fault.Invalid) || !slices.Equal(fields(err), c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestTheTextLimitCountsCharactersOfAllPoints(t *testing.T) {
	t.Parallel()
	half := strings.Repeat("字", consult.MaxTextRunes/2)
	fits := consult.Submission{Points: []consult.Point{{Body: half}, {Body: half}}}
	if err := fits.Normalise().Validate(); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
	over := consult.Submission{Points: []consult.Point{{Body: half}, {Body: half + "多"}}}
	err := over.Normalise().Validate()
	if want := []string{"points.1.body comment.error.too_long"}; !slices.Equal(fields(err), want) {
		t.Errorf("one more: %v", err)
	}
	if args := fault.Of(err).Fields[0].Args; !slices.Equal(args, []any{consult.MaxTextRunes, consult.MaxTextRunes + 1}) {
		t.Errorf("the message says %v", args)
	}
}
