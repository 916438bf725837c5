package privacy

import "strings"

// The words that addresses are made of (地名分类与类别代码编制规则 GB/T 18521 and
// how people write). Longer words stand before their endings.
var (
	houseUnits   = []string{"号", "幢", "栋", "室", "单元"}
	smallerUnits = []string{"号楼", "号院", "号", "幢", "栋", "座", "单元", "楼", "层", "室", "房"}
	largerUnits  = []string{"号楼", "号", "组", "队", "社", "幢", "栋", "座", "弄", "巷", "区", "期", "楼", "层", "排", "院"}

	wholes  = []string{"楼", "院"}                // behind 号
	joints  = []string{" ", "附", "之", "-", "内"} // before a further number
	corners = []string{"东户", "西户", "中户", "之一", "之二", "之三"}

	roads    = []string{"大街", "大道", "胡同", "路", "街", "巷", "弄", "道", "里", "坊"}
	villages = []string{"村村民", "社区", "村", "庄", "屯", "寨", "堡"}
	estates  = []string{"小区", "花园", "家园", "公寓", "新村", "山庄", "家属院", "家属楼", "宿舍", "新城", "名城", "大院", "苑", "园", "府", "庭", "城"}
	halls    = []string{"大厦", "大楼", "楼", "广场", "中心"}
	towns    = []string{"街道", "镇", "乡"}

	// sides stand between a road and the number.
	sides = []string{"东段", "西段", "南段", "北段", "中段", "一段", "二段", "三段", "四段", "五段", "东侧", "西侧", "南侧", "北侧", "东", "西", "南", "北"}

	// notPlaces end as places do and are none.
	notPlaces = []string{
		"道路", "铁路", "线路", "电路", "思路", "出路", "水路", "网路", "通路", "管路", "气路", "回路", "油路", "光路", "高速公路", "农村公路", "乡村公路", "等级公路",
		"街道", "国道", "省道", "县道", "乡道", "村道", "通道", "管道", "河道", "航道", "跑道", "隧道", "赛道", "渠道", "报道", "轨道", "便道", "车道", "水道", "频道", "人行道", "知道",
		"公里", "海里", "英里", "华里", "千里", "万里", "这里", "那里", "哪里", "夜里", "城里", "村里", "家里",
		"农村", "乡村", "行政村", "自然村", "示范村", "贫困村", "村庄", "住宅小区", "居民小区", "老旧小区", "新建小区", "封闭小区", "物业小区", "城市社区", "农村社区",
		"城乡", "乡镇", "各镇", "园区", "公园", "校园", "田园", "乐园", "政府", "家庭", "法庭", "人民法庭", "城镇", "本城", "县城", "商城", "数据中心",
	}
	// anyOnes before the word for a place mean one of many.
	anyOnes = []string{"该", "本", "各", "某", "这", "那", "此", "全", "每", "条", "个", "座", "栋", "幢", "们", "在", "老旧", "居民", "住宅", "新建"}
	// notInNames end an address to the left.
	notInNames = "在于到至住址是的寄送们者把被距离籍我他她你您及或与将了着请从点为向往"

	// notHouses follow a 号 that numbers something else.
	notHouses = []string{
		"文", "令", "线", "公告", "通告", "通知", "决定", "地块", "宗地", "地铁", "路口", "路线", "出口", "入口", "口", "桥", "墩", "井", "泵", "坝", "站", "塔", "标",
		"车", "图", "表", "提案", "议案", "建议", "案", "矿", "机", "变", "点", "岗", "窗", "台", "厅", "馆", "展", "选手", "考", "柜", "码头", "泊位", "渠", "闸",
	}
	counted  = []string{"楼", "住", "房", "建", "高层", "多层", "居民", "商", "共", "别墅", "厂", "公寓", "宿舍", "老", "新", "已", "均", "将", "存在"}
	counters = []string{"年", "月", "日", "元", "人", "个", "平", "米", "㎡", "万", "亩", "套", "家", "%", "％", "条", "份", "件", "名", "次", "时", "间", "层", "处", "户", ":", "."}
)

const numerals = "一二三四五六七八九十百千零〇"

// placesOf gives the words for the places in which a unit is numbered.
func placesOf(own string) []string {
	switch own {
	case "室", "层", "楼":
		return hallsAndEstates
	case "幢", "栋", "座", "单元", "号楼", "期", "区", "排":
		return estatesAndMore
	case "组", "队", "社":
		return villagesAndTowns
	case "巷", "弄":
		return roads
	}
	return allPlaces
}

var (
	hallsAndEstates  = join(estates[:len(estates)-3], halls)
	estatesAndMore   = join(estates, villages, roads[:6])
	villagesAndTowns = join(villages, towns)
	allPlaces        = join(estates[:13], roads, villages)
)

func join(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// first gives the word of a list with which text begins, or "".
func first(text string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return w
		}
	}
	return ""
}

// last gives the word of a list with which text ends, or "".
func last(text string, words []string) string {
	for _, w := range words {
		if strings.HasSuffix(text, w) {
			return w
		}
	}
	return ""
}

func hasPrefix(text string, words []string) bool { return first(text, words) != "" }
func hasSuffix(text string, words []string) bool { return last(text, words) != "" }

// ideograph reports whether text begins with a Chinese character (U+4E00 to
// U+9FFF, and the few up to there from U+4000 that names hold).
func ideograph(text string) bool { return len(text) >= 3 && text[0] >= 0xE4 && text[0] <= 0xE9 }

func endsIdeograph(text string) bool {
	return len(text) >= 3 && ideograph(text[len(text)-3:])
}
