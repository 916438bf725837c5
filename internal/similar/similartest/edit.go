package similartest

import (
	"math/rand/v2"
	"strings"
)

// Respell changes what folding takes away: punctuation, width, traditional characters.
func Respell(r *rand.Rand, text string) string {
	switch r.IntN(4) {
	case 0:
		return strings.NewReplacer("，", ",", "。", ".", "；", ";").Replace(text)
	case 1:
		return strings.NewReplacer("这", "這", "设", "設", "车", "車", "时", "時", "议", "議", "个", "個").Replace(text)
	case 2:
		return " " + strings.ReplaceAll(text, "，", "， ") + "！！"
	default:
		return text
	}
}

// Edit changes one to three characters, or puts a sentence before or after.
func Edit(r *rand.Rand, text string) string {
	switch r.IntN(3) {
	case 0:
		return text + Sentence(r)
	case 1:
		return Sentence(r) + text
	default:
		return Mistype(r, text, 1+r.IntN(3))
	}
}

// Sentence is a short sentence of one's own.
func Sentence(r *rand.Rand) string {
	return pick(r, speakers) + "，希望" + pick(r, wishes) + "。"
}

// Mistype replaces, leaves out or doubles n characters.
func Mistype(r *rand.Rand, text string, n int) string {
	runes := []rune(text)
	for range min(n, len(runes)-1) {
		i := r.IntN(len(runes))
		switch r.IntN(3) {
		case 0:
			runes[i] = []rune("的地得在再做作坐那哪")[r.IntN(10)]
		case 1:
			runes = append(runes[:i], runes[i+1:]...)
		default:
			runes = append(runes[:i+1], runes[i:]...)
		}
	}
	return string(runes)
}
