package record

import (
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// What people say of how far a copy is to reach. The texts that these read are in small letters and simplified
// characters.
var (
	wholeExtent = pattern.New(
		`\b(?:all|any and all|the (?:whole|entirety|totality) of|every (?:piece|bit|item|scrap|kind|type) of|(?:my|the) (?:entire|complete|full|whole))(?: of)?(?: the| my| your| that)?(?: personal| private| stored)*(?: (?:data|information|info|records?|details|file|history|dataset))\b|` +
			`\b(?:everything|anything|whatever|all(?: of)?(?: that)?) (?:that |which )?(?:you|u|your (?:company|firm|shop|service)|the company) (?:currently |still )?(?:hold|have|keep|know|store|process|collect|collected|possess|got|'ve got)\w*\b|` +
			`\beverything (?:about|on|concerning) me\b|` +
			`\b(?:complete|full|entire|whole|comprehensive) (?:copy|export|extract|disclosure|set|record|download|dump)\b|` +
			`(?:全部|所有|一切|全套|完整|整个)的?(?:与我有关的?|和我有关的?|跟我有关的?|关于我的?|我的?|本人的?|属于我的?|个人|相关|用户|账户|账号)*的?(?:数据|信息|资料|记录|档案|个资|资讯|副本|拷贝)|` +
			`(?:数据|信息|资料|记录|个资|资讯|副本)的?(?:全部|全都|都|统统|通通)(?:要|给我|发|导出|提供|交给)|` +
			`(?:你们?|贵(?:司|公司|方|平台)|平台)(?:那里|手上|手里|那边)?(?:所)?(?:持有|掌握|保存|存储|储存|收集|拥有|有)(?:了)?的?(?:与我有关的?|关于我的?|我的?|本人的?)*(?:全部|所有|一切)|` +
			`(?:全部|所有|一切)(?:与我|和我|跟我)(?:有关|相关)的`)
	withoutSensitive = pattern.New(
		`\b(?:without|excluding|exclude|except(?: for)?|minus|leav(?:e|ing) out|omit(?:ting)?|no|not including|don'?t (?:include|need|want)|do not (?:include|need|want)|but not)(?: any| the| my| of)*(?: special(?: categories of)?)?(?: highly)? ?(?:sensitive)(?: personal)?(?: data| information| details| ones| parts?)?\b|` +
			`(?:不含|不包含|不包括|不要|不用|不必|不需要|无需|无须|毋须|除去|除了|去掉|剔除|排除|免去)(?:任何|其中的?|我的?|个人)*敏感|敏感(?:个人)?(?:信息|数据|资料|部分|内容)?(?:除外|以外|之外|不要|不用|不必|不需要|就不用|就不要)`)
	// unextended is what takes a whole back to a part: what it is of, since when, but what.
	unextended = pattern.New(
		`^[^.;!?。；！？\n]{0,60}?\b(?:except|apart from|other than|excluding|but not|without|only for|only from|only about|since|from (?:19|20)\d\d|from (?:the )?(?:last|past)|between|for the (?:last|past|year|month|period)|about my|relating to my|related to my|regarding my|concerning my|in connection with|of the order|for my (?:order|booking|purchase)s?)\b|` +
			`^[^。；！？\n]{0,20}?(?:除外|以外|之外|除了|不包括|不含|自20|从20|最近|近[一二三四五六七八九十0-9]+(?:年|个月|月|天|日))`)
	partOf = pattern.New(
		`(?:\b(?:not|don'?t (?:need|want)|do not (?:need|want)|no need for|never|instead of|rather than|already (?:have|had|got|received))(?: to (?:have|get|receive|see))?\s*$)|(?:不是|不需要|不必|不用|无需|并非|不要|不想要|已经?(?:收到|有)了?|除了|(?:最近|近)[^，。]{0,8}的|20\d\d年[^，。]{0,6}的|订单的|地址的)\s*$`)
	// wanted is what a sentence says that asks for something to be handed over or told.
	wanted = pattern.New(
		`\b(?:send|give|provide|supply|hand|share|show|tell|disclose|release|export|download|transfer|e-?mail|forward|want|need|like|wish|request\w*|ask\w*|copy|access|receive|get|have|see|obtain|portab\w*|entitled|please|kindly)\b|[给发寄提供导出查阅复制下载传转要想请索取获知]`)
)

// ExtentIn returns how far a text asks that a copy reach: everything, or everything but what is sensitive. It is unsaid
// where no sentence that asks for something names an extent, or what names one takes part of it back.
func ExtentIn(text string) model.Extent {
	lower := Simplify(strings.ToLower(strings.ReplaceAll(text, "’", "'")))
	for _, m := range withoutSensitive.FindAllStringIndex(lower, -1) {
		if s, _ := sentenceOf(lower, m[0], m[1]); !isFooter(s.text) {
			return model.ExtentWithout
		}
	}
	for _, m := range wholeExtent.FindAllStringIndex(lower, -1) {
		s, _ := sentenceOf(lower, m[0], m[1])
		if wanted.MatchString(s.text) && !isFooter(s.text) && !partOf.MatchString(s.text[:s.start]) &&
			!unextended.MatchString(s.text[s.end:]) {
			return model.ExtentAll
		}
	}
	return model.ExtentUnsaid
}
