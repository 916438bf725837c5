package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// compoundSurnames are the two-character surnames in use today (百家姓 and the
// 2020 census list of the Ministry of Public Security).
var compoundSurnames = map[string]bool{
	"欧阳": true, "太史": true, "端木": true, "上官": true, "司马": true, "东方": true, "独孤": true, "南宫": true,
	"万俟": true, "闻人": true, "夏侯": true, "诸葛": true, "尉迟": true, "公羊": true, "赫连": true, "澹台": true,
	"皇甫": true, "宗政": true, "濮阳": true, "公冶": true, "太叔": true, "申屠": true, "公孙": true, "慕容": true,
	"仲孙": true, "钟离": true, "长孙": true, "宇文": true, "司徒": true, "鲜于": true, "司空": true, "闾丘": true,
	"子车": true, "亓官": true, "司寇": true, "巫马": true, "公西": true, "颛孙": true, "壤驷": true, "公良": true,
	"漆雕": true, "乐正": true, "宰父": true, "谷梁": true, "拓跋": true, "夹谷": true, "轩辕": true, "令狐": true,
	"段干": true, "百里": true, "呼延": true, "东郭": true, "南门": true, "羊舌": true, "微生": true, "公户": true,
	"公玉": true, "公仪": true, "梁丘": true, "公仲": true, "公上": true, "公门": true, "公山": true, "公坚": true,
	"左丘": true, "公伯": true, "西门": true, "公祖": true, "第五": true, "公乘": true, "贯丘": true, "公皙": true,
	"南荣": true, "东里": true, "东宫": true, "仲长": true, "子书": true, "子桑": true, "即墨": true, "达奚": true,
	"褚师": true, "纳兰": true, "歐陽": true, "諸葛": true, "司馬": true, "東方": true, "獨孤": true,
	"南宮": true, "尉遲": true, "赫連": true, "澹臺": true, "濮陽": true, "公孫": true, "仲孫": true, "鍾離": true,
	"長孫": true, "鮮于": true, "軒轅": true,
}

// MaskName keeps the surname and writes one * for each further character
// (朱国强 → 朱**, 欧阳修文 → 欧阳**). Names in other scripts keep their first
// letter. White space around the name does not count.
func MaskName(name string) string {
	name = strings.Join(strings.Fields(name), "")
	if name == "" {
		return ""
	}
	keep := utf8.RuneLen([]rune(name)[0])
	if runes := []rune(name); len(runes) > 2 && compoundSurnames[string(runes[:2])] {
		keep = len(string(runes[:2]))
	}
	rest := strings.Map(star, name[keep:])
	if rest == "" { // a one-character name must not be published whole
		rest = "*"
	}
	return name[:keep] + rest
}

// star hides a character; the dot inside names such as 买买提·艾力 stays.
func star(r rune) rune {
	if r == '·' || unicode.Is(unicode.Mn, r) {
		return r
	}
	return '*'
}
