package app_test

import (
	"reflect"
	"strings"
	"testing"

	"nayan/internal/app"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/message"
	"nayan/internal/survey"
	"nayan/migrations"
)

func TestDraftsAreFoundAgainUntilTheAnswerIsSent(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Account)
	half := survey.Answers{{Choices: []int{3}}, {}, {}, {Words: "写到一半的秘密"}}
	if err := c.SaveSurveyDraft(t.Context(), app.SurveyInput{ConsultationNo: c.no, Key: "form", Answers: half, By: by(1, 0)}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(c.dump(t, "survey_drafts"), "秘密") {
		t.Error("a draft stands in clear")
	}
	for name, who := range map[string]app.Respondent{"the browser": by(1, 0), "the browser, signed in": by(1, 7)} {
		if d, found, err := c.SurveyDraftOf(t.Context(), c.id, who); err != nil || !found || d.Key != "form" || !reflect.DeepEqual(d.Answers, half) {
			t.Errorf("%s finds %+v, %v", name, d, err)
		}
	}
	if _, found, err := c.SurveyDraftOf(t.Context(), c.id, by(2, 0)); err != nil || found {
		t.Errorf("another browser finds it: %v", err)
	}
	if err := c.SaveSurveyDraft(t.Context(), app.SurveyInput{ConsultationNo: c.no, Answers: half, By: by(1, 7)}); err != nil {
		t.Fatal(err)
	}
	if _, found, _ := c.SurveyDraftOf(t.Context(), c.id, app.Respondent{AccountID: 7}); !found {
		t.Error("an account does not find its draft in another browser")
	}
	if _, err := c.reply("form", by(1, 7), answer(1)); err != nil {
		t.Fatal(err)
	}
	if n := c.count(t, `SELECT count(*) FROM survey_drafts`); n != 0 {
		t.Errorf("%d drafts are left after sending", n)
	}
}

func TestAnErasedAccountLeavesNoDraftAndIsShownThemBefore(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.asks(t, survey.Account)
	p := c.resident(t, "ouyang@example.com", "")
	draft := app.SurveyInput{ConsultationNo: c.no, Answers: survey.Answers{{Choices: []int{2}}, {}, {}, {Words: "写到一半"}}, By: app.Respondent{AccountID: p.ID}}
	if err := c.SaveSurveyDraft(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	d, err := c.PersonalData(t.Context(), p)
	if err != nil || len(d.SurveyDrafts) != 1 || d.SurveyDrafts[0].Answers[0].Choices[0] != "自建房" || d.SurveyDrafts[0].Answers[3].Words != "写到一半" {
		t.Fatalf("the data hold %+v, %v", d.SurveyDrafts, err)
	}
	c.erase(t, p)
	if n := c.count(t, `SELECT count(*) FROM survey_drafts`); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
}

func TestOnlyTheAuthorWritesASurveyAndOnlyWhileDrafting(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	s := survey.Survey{Title: "问卷", OnePer: survey.Device, Questions: questions()}
	for actor, kind := range map[app.Actor]fault.Kind{d.li: fault.Forbidden, d.chen: fault.Forbidden} {
		if err := d.SaveSurvey(t.Context(), actor, id, s); !fault.Is(err, kind) {
			t.Errorf("a stranger gets %v", err)
		}
	}
	if err := d.RemoveSurvey(t.Context(), d.wang, id); !fault.Is(err, fault.Conflict) {
		t.Errorf("no survey to remove: %v", err)
	}
	if err := d.SaveSurvey(t.Context(), d.wang, id, survey.Survey{Title: "问卷", OnePer: survey.Phone, Questions: questions()}); fault.Of(err).Fields[0].Key != "survey.error.no_sms" {
		t.Errorf("codes that cannot be sent: %v", err)
	}
	if err := d.SaveSurvey(t.Context(), d.wang, id, survey.Survey{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an empty survey: %v", err)
	}
	if err := d.SaveSurvey(t.Context(), d.wang, id, s); err != nil {
		t.Fatal(err)
	}
	if con := d.state(t, id); con.SurveyQuestions != 4 || con.SurveyMinutes != s.Minutes() {
		t.Errorf("the consultation tells of %d questions, %d minutes", con.SurveyQuestions, con.SurveyMinutes)
	}
	d.step(t, id, d.wang, consult.Submit, "")
	for name, err := range map[string]error{"saved": d.SaveSurvey(t.Context(), d.wang, id, s), "removed": d.RemoveSurvey(t.Context(), d.wang, id)} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s under review: %v", name, err)
		}
	}
	d.step(t, id, d.li, consult.ReviewPass, "")
	d.step(t, id, d.zhao, consult.Approve, "")
	d.step(t, id, d.zhao, consult.Release, "")
	for _, statement := range []string{`UPDATE surveys SET intro = 'x'`, `DELETE FROM surveys`, `INSERT INTO surveys SELECT * FROM surveys`} {
		if _, err := d.db.Exec(statement); err == nil || !strings.Contains(err.Error(), "immutable") {
			t.Errorf("%s after the release: %v", statement, err)
		}
	}
}

func TestTheSchemaOfSurveysGoesBackAndComesAgain(t *testing.T) {
	t.Parallel()
	c := openCall(t)
	c.Gateways, c.ShowCodes = message.Gateways{SMS: true}, true
	c.asks(t, survey.Phone)
	token, code := c.code(t, "19900000001")
	if _, err := c.replyByPhone(t, by(1, 0), token, code); err != nil {
		t.Fatal(err)
	}
	text, err := migrations.FS.ReadFile("00017_surveys.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, _ := strings.Cut(string(text), "-- +goose Down")
	c.exec(t, down)
	c.exec(t, up)
	c.asks(t, survey.Device)
	if _, err := c.reply("", by(1, 0), answer(1)); err != nil {
		t.Errorf("after coming again: %v", err)
	}
}
