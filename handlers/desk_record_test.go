package handlers_test

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nayan/handlers"
	"nayan/internal/account"
	"nayan/internal/audit"
	"nayan/internal/consult"
	"nayan/internal/i18n"
	"nayan/repo"
)

// deed is one form of the desk sent by a member of staff, and the entry it must leave.
type deed struct {
	route  string
	action string
	by     account.Role
	made   bool // something new: there is no before
	gone   bool // something removed: there is no after; with made, the action says all there is
	do     func(v *visitor) answer
}

// leavesNothing are the forms that change nothing worth an entry, with the reason.
var leavesNothing = map[string]string{
	"/desk/consultations/:id/draft": "a preview; nothing is stored",
	"/desk/sign-out":                "ends a session of one's own",
	"/desk/me/second-factor":        "a secret to scan; nothing is stored",
}

// Whatever staff change is on record, in the transaction of the change: who,
// when, what, before and after. The test lives through a consultation, what came
// in for another one, an open day, and the work of an administrator.
func TestEveryChangeByStaffLeavesAnEntry(t *testing.T) {
	t.Parallel()
	vouched := withProvider(t, newCounty)
	s := vouched.site
	people := map[account.Role]*visitor{}
	for _, role := range account.Roles {
		people[role] = s.as(account.EveryUnit, role)
	}
	done := map[string]bool{}
	for _, deeds := range [][]deed{
		ofAConsultation(s),
		ofItsAnswers(s),
		ofModeration(s),
		ofAnOpenDay(s),
		ofAnAdministrator(s),
		ofOnesOwn(s),
		ofAnIdentity(vouched),
		ofMessages(s),
		ofEnterprises(s),
		ofIntakes(s),
		ofTheClock(s),
		ofTheEnterpriseTrack(s),
		ofTheFinalText(s),
		ofTheWorkbench(s),
		ofProgress(s),
		ofDecisions(s),
	} {
		for _, d := range deeds {
			s.record(people[d.by], d)
			done[d.route] = true
		}
	}
	for _, r := range s.env.Routes() {
		if r.Method == http.MethodPost && r.Access.Realm == handlers.Desk && !done[r.Path] && leavesNothing[r.Path] == "" {
			t.Errorf("no deed of this test sends %s", r.Path)
		}
	}
}

// record does one thing and looks for its entry.
func (s *site) record(v *visitor, d deed) {
	s.t.Helper()
	began := s.env.Now().Truncate(time.Microsecond)
	if got := d.do(v); got.status != http.StatusSeeOther && got.status != http.StatusOK && got.status != http.StatusCreated {
		got.want(http.StatusSeeOther)
	}
	list, err := s.env.Repo.Audited(s.t.Context(), repo.AuditFilter{Units: repo.EveryUnit, Action: d.action, From: began, Limit: 10})
	if err != nil || len(list) != 1 {
		s.t.Fatalf("%s: %d entries, want 1: %v", d.action, len(list), err)
	}
	e := list[0]
	if e.StaffID != s.staffID(v) || e.ObjectKind == "" || e.ObjectID == "" || e.At.After(s.env.Now()) {
		s.t.Errorf("%s is on record as %+v", d.action, e)
	}
	if (e.Before == nil) != d.made || (e.After == nil) != d.gone {
		s.t.Errorf("%s: before %s, after %s", d.action, e.Before, e.After)
	}
	changes, err := audit.Diff(e.Before, e.After)
	if err != nil || len(changes) == 0 && !(d.made && d.gone) {
		s.t.Errorf("%s: nothing changed: %v", d.action, err)
	}
	for _, c := range changes {
		if c.Field != "" && !i18n.Has("audit.field."+c.Field) {
			s.t.Errorf("%s: an auditor reads %q: it lacks words", d.action, c.Field)
		}
	}
}

func (s *site) staffID(v *visitor) (id int64) {
	s.t.Helper()
	hash := sha256.Sum256([]byte(v.cookies["nayan_session"]))
	if err := s.env.Repo.DB().GetContext(s.t.Context(), &id, `SELECT staff_id FROM staff_sessions WHERE token_hash = $1`, hash[:]); err != nil {
		s.t.Fatal(err)
	}
	return id
}

// bare gives the address a form leads to without what has been done.
func bare(a answer) string {
	a.t.Helper()
	at, _, _ := strings.Cut(a.seeOther(), "?")
	return at
}

func ofAConsultation(s *site) []deed {
	var at, file string
	form := newConsultation(s.env.Now())
	step := func(action consult.Action) func(v *visitor) answer {
		return func(v *visitor) answer { return v.step(at, action, "") }
	}
	const steps, versionSteps = "/desk/consultations/:id/steps", "/desk/consultations/:id/versions/:vid/steps"
	return []deed{
		{"/desk/consultations", "consultation.create", account.Drafter, true, false, func(v *visitor) answer {
			got := v.post("/desk/consultations/new", "/desk/consultations", form)
			at = bare(got)
			return got
		}},
		{"/desk/consultations/:id/draft/confirm", "consultation.draft", account.Drafter, false, false, func(v *visitor) answer {
			return v.postRaw(at+"/draft/confirm", hiddenFields(v.upload(at+"/draft", at+"/draft", "办法.docx", sampleDraft(s.t))))
		}},
		{"/desk/consultations/:id/attachments", "consultation.attach", account.Drafter, true, false, func(v *visitor) answer {
			got := v.upload(at, at+"/attachments", "说明.txt", []byte("说明"))
			file, _ = v.get(at).page().Find(".files form").Attr("action")
			return got
		}},
		{"/desk/consultations/:id/attachments/:aid/delete", "consultation.detach", account.Drafter, false, true, func(v *visitor) answer {
			return v.post(at, file, url.Values{})
		}},
		{"/desk/consultations/:id/edit", "consultation.update", account.Drafter, false, false, func(v *visitor) answer {
			form.Set("contact", "法规股，0000-5550100")
			form.Set("notice", "公告正文，联系人手机 13800000000")
			return v.post(at+"/edit", at+"/edit", form)
		}},
		{"/desk/consultations/:id/legality", "consultation.legality", account.Drafter, true, false, func(v *visitor) answer {
			return v.post(at, at+"/legality", lawful())
		}},
		{"/desk/consultations/:id/survey", "survey.save", account.Drafter, true, false, func(v *visitor) answer {
			return v.post(at+"/survey", at+"/survey", written())
		}},
		{"/desk/consultations/:id/survey/remove", "survey.remove", account.Drafter, false, true, func(v *visitor) answer {
			return v.post(at+"/survey", at+"/survey/remove", url.Values{})
		}},
		{steps, "consultation.submit", account.Drafter, false, false, step(consult.Submit)},
		{steps, "consultation.review_pass", account.Reviewer, false, false, step(consult.ReviewPass)},
		{"/desk/consultations/:id/findings/waive", "consultation.waive", account.Approver, true, false, func(v *visitor) answer {
			return v.postRaw(at+"/findings/waive", waiver(v.get(at), "联系人同意公开"))
		}},
		{steps, "consultation.approve", account.Approver, false, false, step(consult.Approve)},
		{steps, "consultation.release", account.Approver, false, false, step(consult.Release)},
		{"/desk/consultations/:id/draft/confirm", "consultation.version", account.Drafter, false, false, func(v *visitor) answer {
			return v.propose(at, nextDraft, "根据意见修改。")
		}},
		{versionSteps, "consultation.version_back", account.Reviewer, false, false, func(v *visitor) answer {
			return v.versionStep(at, consult.VersionBack, "请再斟酌。")
		}},
		{"/desk/consultations/:id/draft/confirm", "consultation.version", account.Drafter, false, false, func(v *visitor) answer {
			return v.propose(at, nextDraft+"\n第三条　咨询手机 13900000001。\n", "再次修改。")
		}},
		{versionSteps, "consultation.version_pass", account.Reviewer, false, false, func(v *visitor) answer {
			return v.versionStep(at, consult.VersionPass, "")
		}},
		{"/desk/consultations/:id/versions/:vid/findings/waive", "consultation.waive", account.Approver, true, false, func(v *visitor) answer {
			page := v.versionUnderWay(at)
			return v.postRaw(page+"/findings/waive", waiver(v.get(page), "公开的办事地点"))
		}},
		{versionSteps, "consultation.version_publish", account.Approver, false, false, func(v *visitor) answer {
			return v.versionStep(at, consult.VersionPublish, "")
		}},
	}
}

func ofItsAnswers(s *site) []deed {
	at, empty := s.closedCall(true), s.closedCall(false)
	const corrections = "/desk/consultations/:id/results/corrections"
	return []deed{
		{"/desk/consultations/:id/comments/:cid/visibility", "comment.moderate", account.Adjudicator, false, false, func(v *visitor) answer {
			action, values := formOf(v.get(at + "/comments?visibility=published").page().Find(".item form.form").First())
			values.Set("code", "insult")
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/suggestions/:sid/steps", "suggestion.attach", account.Adjudicator, false, false, func(v *visitor) answer {
			ids := s.opinionsIn(at)
			return v.send(stepForm(v.get(oneAt(at, ids[1])).page(), "attach"), url.Values{"op": {"attach"}, "into": {itoa(ids[2])}})
		}},
		{"/desk/consultations/:id/suggestions/merge", "suggestion.merge", account.Adjudicator, false, false, func(v *visitor) answer {
			ids := s.opinionsIn(at)
			return v.send(v.send(v.get(oneAt(at, ids[1])).page().Find(`form[action$="/suggestions/merge"]`), url.Values{"into": {itoa(ids[2])}}).page().Find("main form"),
				url.Values{"ids": {itoa(ids[1]), itoa(ids[2])}, "into": {itoa(ids[2])}})
		}},
		{"/desk/consultations/:id/suggestions/steps/:step/undo", "suggestion.undo", account.Adjudicator, false, false, func(v *visitor) answer {
			return v.send(v.get(at+"/suggestions/history").page().Find(".history form").First(), nil)
		}},
		{"/desk/consultations/:id/suggestions/:sid/summary", "suggestion.summary", account.Adjudicator, false, false, func(v *visitor) answer {
			return v.send(v.get(oneAt(at, s.opinionsIn(at)[1])).page().Find(`form[action$="/summary"]`), url.Values{"summary": {"几位都建议装灯。"}})
		}},
		{"/desk/consultations/:id/suggestions/groups/:gid/dismiss", "group.dismiss", account.Adjudicator, true, false, func(v *visitor) answer {
			return v.choose(v.get(at+"/suggestions/groups").page().Find(".item form").First(), "dismiss")
		}},
		{"/desk/consultations/:id/suggestions/groups/:gid/dismiss", "group.restore", account.Adjudicator, false, true, func(v *visitor) answer {
			return v.choose(v.get(at+"/suggestions/groups?view=dismissed").page().Find(".item-actions form").First(), "dismiss")
		}},
		{"/desk/consultations/:id/suggestions/groups/:gid/adopt", "suggestion.adopt_group", account.Adjudicator, false, false, func(v *visitor) answer {
			return v.choose(v.get(at+"/suggestions/groups").page().Find(".item form").First(), "adopt")
		}},
		{"/desk/consultations/:id/suggestions/:sid", "suggestion.decide", account.Adjudicator, false, false, func(v *visitor) answer {
			action, values := formOf(v.get(at + "/suggestions").page().Find(".item form[data-deciding]").First())
			values.Set("outcome", string(consult.Adopted))
			values.Set("reason", "予以采纳。")
			values.Set("override", stands)
			return v.postRaw(action, values)
		}},
		{"/desk/consultations/:id/suggestions/check", "suggestion.check", account.Reviewer, false, false, func(v *visitor) answer {
			return v.post(at+"/results", at+"/suggestions/check", url.Values{})
		}},
		{"/desk/consultations/:id/results/first", "results.first", account.Adjudicator, false, false, func(v *visitor) answer {
			return v.post(at+"/results", at+"/results/first", url.Values{})
		}},
		{corrections, "results.propose", account.Adjudicator, false, false, func(v *visitor) answer {
			return v.proposeCorrection(at, consult.Explained, "已有规定。")
		}},
		{corrections + "/:kid/confirm", "results.correct", account.Reviewer, false, false, func(v *visitor) answer {
			return v.settle(at, "confirm")
		}},
		{corrections + "/:kid/drop", "results.drop", account.Reviewer, false, false, func(v *visitor) answer {
			s.signedIn(account.Adjudicator).proposeCorrection(at, consult.NotAdopted, "与上位法不符。").seeOther()
			return v.settle(at, "drop")
		}},
		{"/desk/consultations/:id/results/findings/waive", "consultation.waive", account.Approver, true, false, func(v *visitor) answer {
			s.foundInResults(at)
			return v.postRaw(at+"/results/findings/waive", waiver(v.get(at+"/results"), "单位电话"))
		}},
		{"/desk/consultations/:id/results", "results.release", account.Adjudicator, false, false, func(v *visitor) answer {
			return v.post(empty+"/results", empty+"/results", url.Values{})
		}},
	}
}

func ofAnOpenDay(s *site) []deed {
	var at string
	form := newOpenDay(s)
	return []deed{
		{"/desk/open-days", "open_day.create", account.Drafter, true, false, func(v *visitor) answer {
			got := v.post("/desk/open-days/new", "/desk/open-days", form)
			at = bare(got)
			return got
		}},
		{"/desk/open-days/:id/edit", "open_day.update", account.Drafter, false, false, func(v *visitor) answer {
			form.Set("place", "清源路3号")
			return v.post(at+"/edit", at+"/edit", form)
		}},
		{"/desk/open-days/:id/release", "open_day.release", account.Approver, false, false, func(v *visitor) answer {
			return v.post(at, at+"/release", url.Values{})
		}},
		{"/desk/open-days/:id/check-in", "booking.check_in", account.Host, false, false, func(v *visitor) answer {
			code := s.book(at)
			return v.post(at+"/bookings", at+"/check-in", url.Values{"code": {code}})
		}},
	}
}

func ofAnAdministrator(s *site) []deed {
	clerk, approver := memberPage(s.member(account.Clerk).ID), memberPage(s.member(account.Approver).ID)
	return []deed{
		{"/desk/units", "unit.add", account.Administrator, true, false, func(v *visitor) answer {
			return v.post("/desk/staff", "/desk/units", url.Values{"unit_name": {"云溪县水利局"}})
		}},
		{"/desk/settings/wording", "wording.import", account.Administrator, true, false, func(v *visitor) answer {
			return v.upload("/desk/settings/wording", "/desk/settings/wording", "名单.csv", []byte("wrong,right,where_observed\n桔子州,橘子洲,本县公告\n"))
		}},
		{"/desk/settings/wording/remove", "wording.remove", account.Administrator, false, true, func(v *visitor) answer {
			return v.post("/desk/settings/wording", "/desk/settings/wording/remove", url.Values{"wrong": {"桔子州"}})
		}},
		{"/desk/staff", "staff.add", account.Administrator, true, false, func(v *visitor) answer {
			return v.post("/desk/staff", "/desk/staff", url.Values{"name": {"新人"}, "email": {"new@yunxi.example"}, "unit_id": {"1"},
				"grant_unit": {"1"}, "roles": {"drafter"}})
		}},
		{"/desk/staff/:id/invitations", "staff.invite", account.Administrator, true, false, func(v *visitor) answer {
			return v.post("/desk/staff", s.lastMember()+"/invitations", url.Values{})
		}},
		{"/desk/staff/:id/invitations", "staff.password_link", account.Administrator, true, false, func(v *visitor) answer {
			return v.post("/desk/staff", clerk+"/invitations", url.Values{})
		}},
		{"/desk/staff/:id/grants", "staff.grants", account.Administrator, false, false, func(v *visitor) answer {
			return v.post(clerk, clerk+"/grants", url.Values{"action": {"add"}, "grant_unit": {"1"}, "roles": {"host"}})
		}},
		{"/desk/staff/:id/second-factor/reset", "staff.second_factor", account.Administrator, false, false, func(v *visitor) answer {
			return v.post("/desk/staff", approver+"/second-factor/reset", url.Values{})
		}},
		{"/desk/staff/:id/disabled", "staff.set_disabled", account.Administrator, false, false, func(v *visitor) answer {
			return v.post(clerk, clerk+"/disabled", url.Values{"disabled": {"1"}})
		}},
		{"/desk/staff/:id/leave", "staff.leave", account.Administrator, false, false, func(v *visitor) answer {
			return v.post(clerk+"/leave", clerk+"/leave", url.Values{})
		}},
	}
}

// lastMember is the page of who was added last.
func (s *site) lastMember() string {
	s.t.Helper()
	all := members(s)
	return memberPage(all[len(all)-1].ID)
}

func ofOnesOwn(s *site) []deed {
	const me = "/desk/me"
	return []deed{
		{me + "/second-factor/confirm", "staff.second_factor", account.Drafter, false, false, func(v *visitor) answer {
			page := v.post(me, me+"/second-factor", url.Values{"old": {password}}).page()
			action, values := formOf(page.Find("main form"))
			values.Set("code", codeAt(s.t, strings.ReplaceAll(page.Find("#secret").Text(), " ", ""), s.env.Now()))
			return v.postRaw(action, values)
		}},
		{me + "/recovery-codes", "staff.recovery_codes", account.Drafter, true, true, func(v *visitor) answer {
			return v.post(me, me+"/recovery-codes", url.Values{"old": {password}})
		}},
		{me + "/sessions/:sid/end", "staff.end_sessions", account.Drafter, true, true, func(v *visitor) answer {
			s.signedInAs(s.staffID(v), account.Complete)
			action, values := formOf(v.get(me).page().Find("tbody form"))
			return v.postRaw(action, values)
		}},
		{me + "/sessions/end", "staff.end_sessions", account.Drafter, true, true, func(v *visitor) answer {
			return v.post(me, me+"/sessions/end", url.Values{})
		}},
		{me + "/password", "staff.password", account.Drafter, true, true, func(v *visitor) answer {
			return v.post(me, me+"/password", url.Values{"old": {password}, "password": {password + "!"}, "again": {password + "!"}})
		}},
	}
}

func ofAnIdentity(s vouched) []deed {
	return []deed{
		{linkStaffAt, "staff.link_identity", account.Drafter, true, false, func(v *visitor) answer {
			return s.back(v, v.leave(linkStaffAt, linkStaffAt, url.Values{}), "u-1", nil)
		}},
		{linkStaffAt + "/:iid/delete", "staff.unlink_identity", account.Drafter, false, true, func(v *visitor) answer {
			return v.unlinkFirst(linkStaffAt)
		}},
	}
}
