package similartest

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// Plant is a kind of edit. Make answers the text as it was where there is nothing to
// edit in this way: a text of one sentence has none to leave out.
type Plant struct {
	Name string
	Make func(r *rand.Rand, text string) string
}

// Plants are the edits by which texts of a campaign differ.
var Plants = []Plant{
	{"punctuation, width, traditional", respellAll},
	{"one character", func(r *rand.Rand, text string) string { return Mistype(r, text, 1) }},
	{"two characters", func(r *rand.Rand, text string) string { return Mistype(r, text, 2) }},
	{"three characters", func(r *rand.Rand, text string) string { return Mistype(r, text, 3) }},
	{"two names", rename},
	{"sentence put before or after", addSentence},
	{"own text as long as the template", ownText},
	{"sentence left out", dropSentence},
	{"sentences in another order", swapSentences},
}

var spellings = strings.NewReplacer("，", ",", "。", "．", "、", " ", "；", ";", "！", "!", "？", "?", "0", "０", "1", "１", "2", "２",
	"县", "縣", "区", "區", "车", "車", "门", "門", "们", "們", "业", "業", "学", "學", "会", "會", "对", "對", "发", "發", "关", "關", "电", "電",
	"应", "應", "当", "當", "规", "規", "国", "國", "来", "來", "这", "這", "个", "個", "时", "時", "为", "為", "没", "沒", "请", "請", "号", "號")

func respellAll(_ *rand.Rand, text string) string { return "　" + spellings.Replace(text) + "!!" }

// rename puts other places where two runs of three characters stood.
func rename(r *rand.Rand, text string) string {
	runes := []rune(text)
	for range 2 {
		if len(runes) > 12 {
			at := r.IntN(len(runes) - 3)
			runes = append(runes[:at:at], append([]rune(pick(r, places)), runes[at+3:]...)...)
		}
	}
	return string(runes)
}

func addSentence(r *rand.Rand, text string) string {
	if r.IntN(2) == 0 {
		return Sentence(r) + text
	}
	return text + Sentence(r)
}

// ownText adds sentences until they are as long as the text was.
func ownText(r *rand.Rand, text string) string {
	own, want := "", len(text)
	for len(own) < want {
		own += Opinion(r)
	}
	runes := []rune(own)
	return text + string(runes[:min(len(runes), len([]rune(text)))])
}

func dropSentence(r *rand.Rand, text string) string {
	parts := sentences(text)
	if len(parts) < 3 {
		return text
	}
	at := r.IntN(len(parts))
	return strings.Join(append(parts[:at:at], parts[at+1:]...), "")
}

func swapSentences(r *rand.Rand, text string) string {
	parts := sentences(text)
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return strings.Join(parts, "")
}

// sentences cuts after 。！？； and their narrow forms.
func sentences(text string) (parts []string) {
	from := 0
	for at, r := range text {
		if unicode.IsPunct(r) && strings.ContainsRune("。！？；.!?;", r) {
			to := at + len(string(r))
			parts, from = append(parts, text[from:to]), to
		}
	}
	if from < len(text) {
		parts = append(parts, text[from:])
	}
	return parts
}
