package survey_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"nayan/internal/fault"
	"nayan/internal/survey"
)

// whole is a survey with one question of each kind.
func whole() survey.Survey {
	return survey.Survey{Title: "停放充电问卷", OnePer: survey.Device, Questions: []survey.Question{
		{Kind: survey.Single, Title: "住在哪里", Required: true, Options: []string{"小区", "自建房"}, Other: true},
		{Kind: survey.Multiple, Title: "在哪里充电", Options: []string{"家里", "充电棚", "单位"}, Other: true, Least: 1, Most: 2},
		{Kind: survey.Scale, Title: "是否满意", Low: 1, High: 5},
		{Kind: survey.Text, Title: "还有什么", MaxRunes: 10},
	}}
}

// names are the fields and keys of an Invalid error, as "field key".
func names(t *testing.T, err error) (out []string) {
	t.Helper()
	if err == nil {
		return nil
	}
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("%v", err)
	}
	for _, f := range fault.Of(err).Fields {
		out = append(out, f.Name+" "+strings.TrimPrefix(f.Key, "survey.error."))
	}
	return out
}

func TestWhatADrafterMayAsk(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 201)
	for name, c := range map[string]struct {
		change func(*survey.Survey)
		want   []string
	}{
		"all is well":       {func(*survey.Survey) {}, nil},
		"no title":          {func(s *survey.Survey) { s.Title = "\u200b" }, []string{"title title"}},
		"no rule":           {func(s *survey.Survey) { s.OnePer = "vote" }, []string{"one_per one_per"}},
		"no question":       {func(s *survey.Survey) { s.Questions = nil }, []string{"add questions"}},
		"too many":          {func(s *survey.Survey) { s.Questions = slices.Repeat(s.Questions[3:], 31) }, []string{"add questions_many"}},
		"no words":          {func(s *survey.Survey) { s.Questions[3].Title = "" }, []string{"questions.3.title question"}},
		"too long":          {func(s *survey.Survey) { s.Questions[3].Title = long }, []string{"questions.3.title too_long"}},
		"one option":        {func(s *survey.Survey) { s.Questions[0].Options = s.Questions[0].Options[:1] }, []string{"questions.0.options.0 options"}},
		"an option twice":   {func(s *survey.Survey) { s.Questions[0].Options[1] = "小区" }, []string{"questions.0.options.1 option_twice"}},
		"more than offered": {func(s *survey.Survey) { s.Questions[1].Least = 5 }, []string{"questions.1.least least", "questions.1.most most"}},
		"most below least":  {func(s *survey.Survey) { s.Questions[1].Least = 3 }, []string{"questions.1.most most"}},
		"a scale of one":    {func(s *survey.Survey) { s.Questions[2].High = 1 }, []string{"questions.2.high high"}},
		"a low end":         {func(s *survey.Survey) { s.Questions[2].Low = -3 }, []string{"questions.2.low low"}},
		"an endless text":   {func(s *survey.Survey) { s.Questions[3].MaxRunes = 2001 }, []string{"questions.3.max_runes max_runes"}},
		"no such kind":      {func(s *survey.Survey) { s.Questions[3].Kind = "matrix" }, []string{"questions.3.title kind"}},
	} {
		s := whole()
		c.change(&s)
		if got := names(t, s.Validate()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestCleaningKeepsOfAQuestionWhatBelongsToItsKind(t *testing.T) {
	t.Parallel()
	full := survey.Question{Kind: survey.Single, Title: " 题\n目 ", Options: []string{"甲", " ", "乙"}, Other: true, Least: 1, Most: 2, Low: 1, High: 5,
		LowLabel: "差", HighLabel: "好", MaxRunes: 100}
	for kind, want := range map[survey.Kind]survey.Question{
		survey.Single:   {Kind: survey.Single, Title: "题 目", Options: []string{"甲", "乙"}, Other: true},
		survey.Multiple: {Kind: survey.Multiple, Title: "题 目", Options: []string{"甲", "乙"}, Other: true, Least: 1, Most: 2},
		survey.Scale:    {Kind: survey.Scale, Title: "题 目", Low: 1, High: 5, LowLabel: "差", HighLabel: "好"},
		survey.Text:     {Kind: survey.Text, Title: "题 目", MaxRunes: 100},
	} {
		full.Kind = kind
		got := survey.Survey{Questions: []survey.Question{full}}.Clean().Questions[0]
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", kind, got, want)
		}
	}
}

func TestWhatAnAnswerMayBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers survey.Answers
		want    []string
	}{
		"all answered":          {survey.Answers{{Choices: []int{1}}, {Choices: []int{2, 1}}, {Choices: []int{5}}, {Words: "没有"}}, nil},
		"what is asked for":     {survey.Answers{{Choices: []int{2}}}, nil},
		"nothing":               {nil, []string{"q1 required.choose"}},
		"two where one counts":  {survey.Answers{{Choices: []int{1, 2}}}, []string{"q1 choice"}},
		"no such option":        {survey.Answers{{Choices: []int{9}}}, []string{"q1 choice"}},
		"a number below":        {survey.Answers{{Choices: []int{1}}, {}, {Choices: []int{0}}}, []string{"q3 choice"}},
		"too many":              {survey.Answers{{Choices: []int{1}}, {Choices: []int{1, 2, 3}}}, []string{"q2 too_many"}},
		"other without words":   {survey.Answers{{Choices: []int{3}}}, []string{"q1_other other"}},
		"other by its words":    {survey.Answers{{Words: "船上"}}, nil},
		"other beside a choice": {survey.Answers{{Choices: []int{1}, Words: "船上"}}, []string{"q1_other other_unticked"}},
		"other ticked by words": {survey.Answers{{Choices: []int{1}}, {Choices: []int{1}, Words: "路边"}}, nil},
		"a long text":           {survey.Answers{{Choices: []int{1}}, {}, {}, {Words: "一二三四五六七八九十一"}}, []string{"q4 answer_long"}},
		"an invisible text":     {survey.Answers{{Choices: []int{1}}, {}, {}, {Words: "\u200b"}}, []string{"q4 required.write"}},
	} {
		s := whole()
		if got := names(t, s.Check(s.Normalise(c.answers))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	s := whole()
	s.Questions[0].Required = false
	if got := names(t, s.Check(s.Normalise(nil))); !slices.Equal(got, []string{"q1 nothing"}) {
		t.Errorf("an empty form: %q", got)
	}
	s.Questions[1].Least = 2
	if got := names(t, s.Check(s.Normalise(survey.Answers{{}, {Choices: []int{1}}}))); !slices.Equal(got, []string{"q2 too_few"}) {
		t.Errorf("too few: %q", got)
	}
}

func TestATallyCountsTheAnswerEachQuestionAndEachChoice(t *testing.T) {
	t.Parallel()
	s := whole()
	got := s.Tally(s.Normalise(survey.Answers{{Choices: []int{2}}, {Choices: []int{1}, Words: "路边"}, {}, {Words: "好"}}))
	want := []int64{1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1}
	if !slices.Equal(got, want) || len(got) != s.Cells() {
		t.Errorf("the tally is %v, want %v", got, want)
	}
}

func TestTheButtonsOfTheFormMoveAndRemove(t *testing.T) {
	t.Parallel()
	titles := func(s survey.Survey) (out string) {
		for _, q := range s.Questions {
			out += string(q.Kind[0])
		}
		return out
	}
	for action, c := range map[string]struct {
		want string
		at   int
	}{
		"add.text": {"smstt", 4}, "up.1": {"msst", 0}, "up.0": {"smst", 0}, "down.2": {"smts", 3}, "down.3": {"smst", 3},
		"remove.0": {"mst", 0}, "remove.3": {"sms", 2},
	} {
		s := whole()
		got, at, ok := s.Change(action)
		if !ok || titles(got) != c.want || at != c.at || titles(s) != "smst" {
			t.Errorf("%s: %s at %d (%v)", action, titles(got), at, ok)
		}
	}
	for action, want := range map[string]string{"option.add.1": "家里,充电棚,单位,", "option.up.1.1": "充电棚,家里,单位", "option.up.1.0": "家里,充电棚,单位",
		"option.remove.1.0": "充电棚,单位"} {
		s := whole()
		got, at, ok := s.Change(action)
		if text := strings.Join(got.Questions[1].Options, ","); !ok || at != 1 || text != want {
			t.Errorf("%s: %s at %d (%v)", action, text, at, ok)
		}
		if strings.Join(s.Questions[1].Options, ",") != "家里,充电棚,单位" {
			t.Errorf("%s changes what it was given", action)
		}
	}
	for _, action := range []string{"", "up", "up.9", "up.x", "add", "add.matrix", "option.add", "option.up.1.9", "option.remove.1", "option.turn.1.1", "turn.1", "save"} {
		if _, _, ok := whole().Change(action); ok {
			t.Errorf("%q is taken for a button", action)
		}
	}
	full := survey.Survey{Questions: make([]survey.Question, survey.MaxQuestions)}
	if _, _, ok := full.Change("add.text"); ok {
		t.Error("a question too many is added")
	}
}

func TestTheTimeItTakesIsRoundedUp(t *testing.T) {
	t.Parallel()
	if got := whole().Minutes(); got != 2 {
		t.Errorf("%d minutes", got)
	}
	if got := (survey.Survey{}).Minutes(); got != 1 {
		t.Errorf("%d minutes for nothing", got)
	}
}
