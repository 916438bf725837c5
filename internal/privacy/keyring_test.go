package privacy_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"nayan/internal/privacy"
)

func ring(t *testing.T, sealWith int, fills ...byte) *privacy.Keys {
	t.Helper()
	var masters [][]byte
	for _, fill := range fills {
		masters = append(masters, bytes.Repeat([]byte{fill}, privacy.MasterKeySize))
	}
	k, err := privacy.NewKeyring(masters, sealWith)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestEveryKnownVersionOpensAndTheChosenOneSeals(t *testing.T) {
	t.Parallel()
	old, both, waiting := ring(t, 0, 1), ring(t, 0, 1, 2), ring(t, 1, 1, 2)
	first, second := old.Seal("phone", "1"), both.Seal("phone", "1")
	if first[0] != 1 || second[0] != 2 || waiting.Seal("phone", "1")[0] != 1 {
		t.Errorf("sealed under %d, %d and %d", first[0], second[0], waiting.Seal("phone", "1")[0])
	}
	for _, k := range []*privacy.Keys{both, waiting} {
		for _, sealed := range [][]byte{first, second} {
			if got, err := k.Open("phone", sealed); err != nil || got != "1" {
				t.Errorf("version %d opens as %q, %v", sealed[0], got, err)
			}
		}
	}
	if _, err := old.Open("phone", second); err == nil || !strings.Contains(err.Error(), "version 2") {
		t.Errorf("an instance without the key says %v", err)
	}
	if _, err := both.Open("phone", append([]byte{0}, first[1:]...)); err == nil {
		t.Error("version 0 opened")
	}
}

func TestTheRootKeyAloneFindsAndAuthenticates(t *testing.T) {
	t.Parallel()
	old, both := ring(t, 0, 1), ring(t, 0, 1, 2)
	if !bytes.Equal(old.Index("phone", "1"), both.Index("phone", "1")) || !bytes.Equal(old.MAC("a", "b"), both.MAC("a", "b")) {
		t.Error("a new key changes blind indexes or codes")
	}
}

func TestResealingMovesAValueToTheSealingVersion(t *testing.T) {
	t.Parallel()
	old, both := ring(t, 0, 1), ring(t, 0, 1, 2)
	moved, err := both.Reseal("phone", old.Seal("phone", "1"))
	if err != nil || moved[0] != 2 {
		t.Fatalf("resealed under %v, %v", moved, err)
	}
	if again, err := both.Reseal("phone", moved); err != nil || !bytes.Equal(again, moved) {
		t.Errorf("a value under the right key was sealed again: %v", err)
	}
	if _, err := both.Reseal("name", old.Seal("phone", "1")); err == nil {
		t.Error("a phone was resealed as a name")
	}
}

func TestAKeyringThatCannotBeRightIsRefused(t *testing.T) {
	t.Parallel()
	good := bytes.Repeat([]byte{1}, privacy.MasterKeySize)
	for name, c := range map[string]struct {
		masters  [][]byte
		sealWith int
	}{
		"none": {nil, 0}, "twice": {[][]byte{good, good}, 0}, "short": {[][]byte{good, []byte("x")}, 0},
		"beyond": {[][]byte{good}, 2}, "negative": {[][]byte{good}, -1},
	} {
		if _, err := privacy.NewKeyring(c.masters, c.sealWith); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if a, b := privacy.NewMaster(), privacy.NewMaster(); a == b || len(a) != 44 {
		t.Errorf("new keys: %d characters", len(a))
	}
}

// A change here is a new version of the notice: see NoticeVersion.
func TestThePeriodsAreThoseOfTheNoticeInForce(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, r := range privacy.Rules {
		fmt.Fprintf(&b, "%s %d %d %v\n", r.Kind, r.Years, r.Days, r.Kept)
	}
	const want = "recipients 0 0 false\nsessions 0 1 false\ncodes 0 1 false\nunsent 0 1 false\nfollow_requests 0 7 false\ninvitations 0 30 false\nrequest_keys 0 30 false\n" +
		"survey_drafts 0 30 false\nbookings 0 90 false\nended_follows 0 90 false\nsurvey_marks 0 90 false\nmessages 0 180 false\ncomment_contacts 2 0 false\ntrade_secrets 2 0 false\nunused_accounts 3 0 false\n" +
		"enterprises 0 0 true\nfollows 0 0 true\ncomment_texts 0 0 true\nsurvey_answers 0 0 true\naudit_entries 0 0 true\n"
	if b.String() != want || privacy.NoticeVersion != "2026-12" {
		t.Errorf("version %s promises\n%s", privacy.NoticeVersion, &b)
	}
}

func TestANoticeThatNeverWasIsNotKnown(t *testing.T) {
	t.Parallel()
	if privacy.KnownNotice("2026-11") == "" || privacy.KnownNotice("../keys") != "" || privacy.Notice("1999-01", privacy.Blanks{}) != "" {
		t.Error("a version is not what it should be")
	}
	if versions := privacy.NoticeVersions(); versions[0] != privacy.NoticeVersion {
		t.Errorf("%v, and %s is in force", versions, privacy.NoticeVersion)
	}
}
