package i18n_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nayan/internal/account"
	"nayan/internal/audit"
	"nayan/internal/consult"
	"nayan/internal/follow"
	"nayan/internal/i18n"
	"nayan/internal/message"
	"nayan/internal/openday"
	"nayan/internal/privacy"
	"nayan/internal/survey"
	"nayan/internal/workday"
)

// root is the module's folder seen from this package.
const root = "../.."

// families are the keys that sources build from a prefix and a word of the
// domain, as in "outcome."+string(o). Every member must be in the catalogue.
var families = map[string][]string{
	"audience.":          words(consult.Audiences),
	"audit.action.":      audit.Actions,
	"audit.kind.":        audit.Kinds,
	"booking.":           words(openday.BookingStates),
	"booking. ":          {"party_size", "name", "phone"},
	"channel.":           words(consult.IntakeChannels),
	"comment.":           {"name", "phone", "email", "organisation", "uscc", "name.hint", "phone.hint", "email.hint", "organisation.hint", "uscc.hint"},
	"desk.action.":       append(actions(), "submit.hint", "review_pass.hint", "approve.hint", "release.hint"),
	"desk.did.":          actions(),
	"desk.role.":         words(account.Roles),
	"desk.role. ":        hints(words(account.Roles)),
	"desk.state.":        words(consult.States),
	"desk.visibility.":   {"pending", "published", "hidden"},
	"error.":             statuses(),
	"feed.entry.":        feedEvents(),
	"follow.done.":       {"sent", "confirmed", "stopped", "stopped_all"},
	"error.own.":         {"error.forbidden.next", "staff.error.link.title", "staff.error.link.next"},
	"identity.":          {"resident", "enterprise"},
	"kind.":              words(consult.Kinds),
	"list.status.":       words(consult.Phases),
	"lookup.":            {"no.hint", "secret.hint"},
	"nav.":               {"home", "consultations", "open_days", "receipts", "account"},
	"oidc.error.":        {"cancelled.next", "contact_taken.next", "identity_taken.next", "lost.next", "not_you.next", "staff_unknown.next", "stale.next", "unavailable.next", "unverified.next"},
	"outcome.":           words(consult.Outcomes),
	"phase.":             words(consult.Phases),
	"receipt.":           {"no", "secret"},
	"retention.fate.":    retained(false),
	"retention.kind.":    retained(false),
	"retention.law.":     retained(false),
	"retention.since.":   append(retained(true), string(privacy.Enterprises), string(privacy.Follows)),
	"results.to_come.":   {"scheduled", "open", "closed", "withdrawn"},
	"session.":           {"not_yet", "bookable", "full", "ended"},
	"status.visibility.": {"pending", "published", "hidden"},
	"step.":              {"done", "now", "ahead"},
	"survey.kind.":       words(survey.Kinds),
	"survey.one_per.":    words(survey.OnePers),
	"desk.survey.add.":   words(survey.Kinds),
	"tab.":               {"notice", "draft", "explanation", "comments", "results"},
	"weekday.":           {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},

	"check.error.required.": {"office", "opinion_no"},
	"check.source.":         words(consult.Sources),
	"privacy.finding.":      append(words(privacy.FindingKinds), "no_text"),

	"clock.minimum.":              words(workday.Units),
	"change.text.":                words(consult.ChangeKinds),
	"consult.error.period_short.": periods(),
	"desk.kind.unit.":             words(workday.Units),
	"desk.settings.":              {"kinds", "holidays", "wording"},

	"account.error.no_gateway.": {"email", "sms"},
	"message.inbox.": {"enterprise_invitation.subject", "enterprise_invitation.body", "enterprise_rejected.subject",
		"enterprise_rejected.body", "enterprise_verified.subject", "enterprise_verified.body",
		"consultation_invitation.subject", "consultation_invitation.body"},
	"enterprise.call.": {"open", "scheduled", "sent", "waiting", "closed", "withdrawn", "answered"},
	"industry.":        words(account.Industries),
	"size.":            words(account.Sizes),

	"desk.version.action.":    append(versionActions(), "version_pass.hint", "version_publish.hint"),
	"desk.version.state.":     words([]consult.VersionState{consult.VersionInReview, consult.VersionInApproval, consult.VersionPublished, consult.VersionSentBack}),
	"desk.enterprise.next.":   words(account.EnterpriseStates),
	"enterprise.field.":       {"name", "uscc", "contact_name", "contact_phone", "contact_email"},
	"enterprise.join.role.":   words(account.MemberRoles),
	"enterprise.member.make.": words(account.MemberRoles),
	"enterprise.role.":        words(account.MemberRoles),
	"enterprise.state.":       words(account.EnterpriseStates),
	"desk.jobs.kind.":         {"send_message", "release_held", "recover_messages", "tell_followers", "remind_followers", "invite_enterprises", "invite_verified"},
	"desk.jobs.state.":        {"discarded", "available"},
	"desk.jobs.error.":        {"internal", "panic", "unavailable"},
	"desk.messages.channel.":  words(message.Channels),
	"desk.messages.remedy.":   {"email", "sms", "address"},
	"desk.messages.state.":    words(message.States),
	"desk.messages.template.": words(message.Templates),
	"desk.messages.withheld.": {"email", "sms", "address", "email.none", "sms.none", "address.none"},
	"message.":                written(),

	"moderation.code.": words(consult.HideCodes),
	"moderation.told.": {"personal_data", "insult", "spam", "off_topic", "petition"},
}

// open are prefixes behind which the desk puts the names of its own fields and
// columns; a member that is missing shows in the storybook and the desk's tests.
var open = []string{
	"account.done.", "account.menu.", "audit.column.", "audit.field.", "audit.filter.",
	"desk.check.", "desk.done.", "desk.form.", "desk.home.figure.", "desk.leave.kind.", "desk.menu.", "desk.next.",
	"desk.open_day.", "desk.password.", "desk.session.", "desk.staff.", "desk.step.", "desk.survey.field.", "desk.survey.whole.", "desk.tab.", "desk.work.",
	"intake.form.", "intake.sheet.",
	"desk.change.", "desk.kind.",
}

// periods are what is said of a period that is too short.
func periods() (out []string) {
	for _, u := range words(workday.Units) {
		out = append(out, u, u+".awaits")
	}
	return out
}

// retained are the kinds of data with a period, all or only those that end.
func retained(ending bool) (out []string) {
	for _, r := range privacy.Rules {
		if !ending || !r.Kept {
			out = append(out, string(r.Kind))
		}
	}
	return out
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

func actions() []string {
	var out []string
	for _, t := range consult.Transitions {
		out = append(out, string(t.Action))
	}
	return out
}

func versionActions() []string {
	var out []string
	for _, t := range consult.VersionTransitions {
		out = append(out, string(t.Action))
	}
	return out
}

// written are the parts that the words of each message are made of.
func written() []string {
	var out []string
	for _, t := range words(message.Templates) {
		out = append(out, t+".subject", t+".text", t+".sms")
		if !message.Template(t).ToFollowers() {
			out = append(out, t+".ignore")
		}
	}
	for _, t := range []message.Template{message.StaffInvitation, message.StaffPasswordReset, message.EnterpriseInvitation,
		message.EnterpriseVerified, message.EnterpriseRejected, message.ConsultationInvitation, message.FollowConfirm, message.FollowKnown, message.FollowReleased, message.FollowReminder,
		message.FollowResults, message.FollowExtended, message.FollowWithdrawn, message.FollowDelayed, message.FollowNewVersion} {
		out = append(out, string(t)+".action")
	}
	return out
}

// feedEvents are what the public reads of in feeds.
func feedEvents() []string {
	return slices.DeleteFunc(words(follow.Events), func(e string) bool { return e == string(follow.Reminder) })
}

func hints(names []string) []string {
	for i := range names {
		names[i] += ".hint"
	}
	return names
}

func statuses() []string {
	var out []string
	for _, status := range []string{"403", "404", "405", "409", "410", "413", "422", "429", "500", "503"} {
		out = append(out, status+".title", status+".text", status+".next")
	}
	return out
}

// members are the keys of all families.
func members() map[string]bool {
	out := map[string]bool{}
	for prefix, list := range families {
		for _, word := range list {
			out[strings.TrimSpace(prefix)+word] = true
		}
	}
	return out
}

// catalogue reads every file of the default language as it is written.
func catalogue(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(i18n.Default + "/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	merged := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &merged); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return merged
}

// literal is one string in the sources, with where it stands.
type literal struct{ text, at string }

// inSQL finds the keys that a statement gives back, as in 'results.missing.undecided'.
var inSQL = regexp.MustCompile(`'([a-z_]+(?:\.[a-z_]+)+)'`)

var keyShape = regexp.MustCompile(`^[a-z_]+(\.[a-zA-Z0-9_]+)+\.?$`)

// literals are all strings of the program that have the shape of a key or of
// the beginning of one. What templ generates is read in place of the templates.
func literals(t *testing.T) []literal {
	t.Helper()
	var out []literal
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && path != root):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		out = append(out, inFile(t, path)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func inFile(t *testing.T, path string) []literal {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []literal
	ast.Inspect(file, func(n ast.Node) bool {
		if _, isImport := n.(*ast.ImportSpec); isImport {
			return false
		}
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			return true
		}
		at := strings.TrimPrefix(path, root+"/")
		if keyShape.MatchString(text) || slices.Contains(prefixes(), text) {
			out = append(out, literal{text, at})
		}
		for _, match := range inSQL.FindAllStringSubmatch(text, -1) {
			out = append(out, literal{match[1], at})
		}
		return true
	})
	return out
}

func prefixes() []string {
	out := slices.Clone(open)
	for prefix := range families {
		out = append(out, strings.TrimSpace(prefix))
	}
	return out
}

// isKey reports whether a literal can only be a key: a fault's (by convention
// they have "error" in them), or anything in a view that begins with the name of
// an area of the catalogue.
func isKey(l literal, areas map[string]bool) bool {
	switch filepath.Ext(l.text) {
	case ".", ".css", ".docx", ".js", ".json", ".templ":
		return false
	}
	if slices.Contains(audit.Actions, l.text) {
		return false
	}
	parts := strings.Split(l.text, ".")
	if slices.Contains(parts[:len(parts)-1], "error") {
		return true
	}
	return strings.HasPrefix(l.at, "views/") && areas[parts[0]]
}

func TestEveryKeyUsedIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	known := catalogue(t)
	areas := map[string]bool{}
	for key := range known {
		areas[strings.SplitN(key, ".", 2)[0]] = true
	}
	for _, l := range literals(t) {
		if _, ok := known[l.text]; !ok && isKey(l, areas) {
			t.Errorf("%s uses %q", l.at, l.text)
		}
	}
	for key := range members() {
		if _, ok := known[key]; !ok {
			t.Errorf("%q is a member of a family", key)
		}
	}
}

func TestEveryKeyOfTheCatalogueIsUsed(t *testing.T) {
	t.Parallel()
	used := members()
	for _, l := range literals(t) {
		used[l.text] = true
	}
	behindOpen := func(key string) bool {
		return slices.ContainsFunc(open, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
	}
	for _, key := range slices.Sorted(maps.Keys(catalogue(t))) {
		if !used[key] && !behindOpen(key) {
			t.Errorf("nothing uses %q", key)
		}
	}
}

func TestEveryListedPrefixIsStillUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, l := range literals(t) {
		used[l.text] = true
	}
	for _, prefix := range prefixes() {
		if !used[prefix] {
			t.Errorf("no source builds keys with %q", prefix)
		}
	}
}

// encoding/json keeps the last of two equal keys without a word.
func TestNoFileHasAKeyTwice(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^\s*"([^"]+)":`)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, match := range line.FindAllSubmatch(data, -1) {
			if key := string(match[1]); seen[key] {
				t.Errorf("%s has %q twice", name, key)
			} else {
				seen[key] = true
			}
		}
	}
}

func TestChineseTextUsesChinesePunctuation(t *testing.T) {
	t.Parallel()
	western := regexp.MustCompile(`\p{Han}[,;?!()]|[,;?!(]\p{Han}`)
	for key, text := range catalogue(t) {
		if found := western.FindString(text); found != "" {
			t.Errorf("%s has %q", key, found)
		}
	}
}

// What people read is in the catalogue: no source of a view holds a Chinese
// character outside of its comments.
func TestNoViewHoldsChineseText(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`(?m)//.*$|<!--(?s:.*?)-->`)
	han := regexp.MustCompile(`\p{Han}+`)
	err := filepath.WalkDir(filepath.Join(root, "views"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") ||
			(filepath.Ext(path) != ".templ" && filepath.Ext(path) != ".go") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if found := han.Find(comment.ReplaceAll(data, nil)); found != nil {
			t.Errorf("%s holds %q", path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
