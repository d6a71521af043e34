package record

import (
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// hedges are the words, by what they do to a sentence that names a kind of request, after which it cannot be read as
// asking for it. Each language is a list of patterns; English ones stand between the borders of words.
var hedges = []sense{
	{"negation", []string{`not`, `\w+n['’]t`,
		`(?:do|does|did|is|are|was|were|have|has|had|ca|wo|could|should|would|must|need)nt`, `never`, `no`, `none`,
		`nothing`, `nobody`, `no[- ]one`, `neither`, `nor`, `without`, `cannot`, `hardly`, `anything but`, `nope`},
		[]string{`不`, `没`, `勿`, `毋`, `别`, `甭`, `未`, `无需`, `无须`, `无意`, `毫无`, `绝无`, `并非`, `莫`, `休想`}},
	{"refusal", []string{`refus\w*`, `against`, `oppos\w*`, `object(?:s|ed|ing)?(?: to)?`, `disagree\w*`, `declin\w*`,
		`reject\w*`, `deny`, `den(?:ies|ied)`, `regret\w*`, `afraid`, `fear\w*`, `worr\w+`, `illegal\w*`, `unlawful\w*`,
		`disaster`},
		[]string{`拒绝`, `反对`, `禁止`, `严禁`, `抗议`, `担心`, `害怕`, `违法`, `非法`}},
	{"prevention", []string{`stop\w*`, `refrain\w*`, `avoid\w*`, `prevent\w*`, `forbid\w*`, `prohibit\w*`, `halt\w*`,
		`abort\w*`, `keep`, `retain\w*`, `preserv\w+`, `remain`, `instead of`, `rather than`, `except\w*`, `apart from`,
		`besides`, `un-?delet\w*`, `restor\w*`, `recover\w*`, `undo\w*`, `revers\w*`, `reinstat\w*`, `bring back`,
		`want \w+ back`},
		[]string{`停止`, `避免`, `防止`, `阻止`, `中止`, `终止`, `保留`, `恢复`, `还原`, `找回`, `除了`, `除非`, `而非`}},
	{"postponement", []string{`postpon\w*`, `delay\w*`, `defer\w*`, `suspend\w*`, `paus\w+`, `hold (?:off|on|back)`,
		`on hold`, `wait\w*`, `later`, `until`, `till`, `yet`, `some ?day`, `for now`},
		[]string{`暂缓`, `暂停`, `暂时`, `推迟`, `延迟`, `延期`, `延后`, `缓一缓`, `稍后`, `以后再`, `之后再`, `过后再`, `等等`, `等一下`, `先等`, `等我`,
			`等到`, `等通知`}},
	{"retraction", []string{`withdr[ae]w\w*`, `retract\w*`, `rescind\w*`, `revok\w*`, `tak(?:e|en|ing) back`,
		`cancel\w*`, `call(?:ed|ing)? off`, `ignor\w*`, `disregard\w*`, `forget`, `never ?mind`, `mistake\w*`,
		`mistaken\w*`, `accident\w*`, `on second thoughts?`},
		[]string{`撤回`, `撤销`, `取消`, `收回`, `放弃`, `作废`, `忽略`, `作罢`, `算了`, `误操作`, `误发`, `误点`, `误删`, `后悔`}},
	{"hypothesis", []string{`if`, `whether`, `suppos\w+`, `assum\w+`, `in case`, `unless`, `otherwise`, `would`,
		`might`, `maybe`, `perhaps`, `consider\w*`, `think\w*`, `thought`, `wonder\w*`, `curious`, `unsure`,
		`hypothetical\w*`, `for example`, `joke`, `joking`, `kidding`, `only a test`, `just a test`, `this is a test`},
		[]string{`如果`, `假如`, `假设`, `要是`, `倘若`, `若`, `万一`, `否则`, `不然`, `也许`, `可能`, `或许`, `考虑`, `是否`, `例如`, `比如`, `开玩笑`,
			`测试`}},
	{"report", []string{`sa(?:ys?|id)`, `tells?`, `told`, `wrote`, `writes`, `according to`, `called`, `threaten\w*`,
		`claims?`, `claimed`, `allegedly`, `law lets`},
		[]string{`说`, `声称`, `据称`, `写道`, `告诉`, `威胁`, `所谓`}},
}

// harmless are the phrases that hold such a word and take nothing back: people who plainly ask use them.
var harmless = oneOf(
	[]string{`with(?:out|in no) (?:any |further |undue |unreasonable )*(?:delay|waiting|hesitation)\w*`,
		`no later than`, `not later than`, `(?:do not|don['’]t) hesitate`,
		`(?:would|['’]d) (?:like|love|appreciate|be (?:grateful|happy|glad|thankful))`, `would you(?: mind)?`,
		`no longer (?:use|using|need|needs|want|wish|shop|require|have any use for)(?: to use)? (?:it|my|the|this|your|with|at|for)?\s*(?:account|shop|service|app|site|website|you)?`, `(?:do not|don['’]t|never) (?:use|need|shop)(?: (?:it|my|the|this|your|with|at))?(?: (?:account|shop|service|app|site|website|you|it))?(?: any ?more| any longer)?`,
		`(?:do not|don['’]t|no longer) (?:want|wish|like|need|allow|agree|consent)(?: for)? you (?:to )?(?:keep|keeping|store|storing|hold|holding|process|processing|use|using|have|having|share|sell)\b`,
		`if (?:possible|any|so|you (?:please|have (?:any|further|more) questions?|need (?:any|more|further|anything)[\w ]*|(?:still )?(?:hold|have|store|keep|process) (?:any|some|my)))`, `(?:could|can|would|will|may|might) (?:you|i|we|somebody|someone)`, `not only`, `no\.? ?\d+`,
		`stop (?:using|processing|sending|selling|sharing|storing|contacting|collecting)`,
		`keep me (?:informed|posted|updated)`, `tell me`,
		`cancel (?:my |the |all |this )*(?:orders?|subscriptions?|membership|newsletters?)`,
		`(?:was|is|are|were|am|['’]s) not (?:right|correct|accurate)`,
		`(?:isn|aren|wasn)['’]?t (?:right|correct|accurate)`, `not (?:correct|right|accurate|up to date)`,
		`(?:account|user|order|customer|shop|profile|which is|which was) called`,
		`(?:withdraw|revoke|cancel)\w* (?:all )?(?:my |the |any )*consents?`, `think you`, `any data you keep`,
		`(?:data|information|details|records) (?:that )?you (?:keep|retain|hold)`, `you (?:keep|retain|hold)`},
	[]string{`[性特分级识区类个告鉴辨]别`, `对不起`, `不好意思`, `差不多`, `不胜感激`, `不客气`, `不久`, `不(?:得)?(?:晚于|超过|少于|迟于)`,
		`不(?:要|想|再|打算)*(?:再)?(?:使用|用|玩|购物|需要用|上)(?:了|你们的?|贵司的?|这个|该|此)*(?:账号|帐号|账户|帐户|平台|软件|网站|服务|app)?了?`,
		`不(?:再)?需要(?:这个|该|此|我的)?(?:账号|帐号|账户|帐户|会员)了?`, `没(?:有)?(?:在|再)?(?:用|使用)(?:了|过)?`, `用不(?:到|着|上)`,
		`(?:不要|不再|勿|别|不希望|不想|不同意|不允许)(?:再|你们|贵司|贵公司|让)*(?:保留|保存|存储|持有|使用|处理|联系|共享|出售|收集|提供|泄露)`,
		`停止(?:使用|处理|发送|收集|共享|存储)`, `不(?:对|正确|准确)`, `不只`, `不仅`, `不论`, `不管`, `无论`, `未来`, `未成年`, `不便`, `保留的`,
		`取消(?:订单|订阅|关注|会员)`, `撤回(?:我的?)?(?:同意|授权)`,
		`如(?:果)?(?:有|需)(?:任何)?(?:问题|疑问|进一步|其他|要)`, `如果(?:方便|可以|可能)`, `如果你?(?:们)?(?:还)?(?:有|保存|持有)`, `(?:能|可|是)否`, `能不能`,
		`可不可以`, `(?:为什么|为何|怎么)(?:你们|您|贵司|平台)?(?:还|仍|一直|迟迟|至今)+(?:不|没有?|未)`, `说明`, `听说`, `小说`, `告诉我`},
)

// softly are the forms of a question by which people politely ask for something.
var softly = oneOf(
	[]string{`(?:could|can|would|will|may|might) (?:you|i|we|somebody|someone)`, `please`, `kindly`, `would like`,
		`is it possible to`},
	[]string{`能不能`, `可不可以`, `[能可]否`, `是否可以`, `可以`, `能`, `请`, `麻烦`, `拜托`, `好吗`, `行吗`, `为什么(?:还|仍|一直|迟迟)`, `怎么还`})

// asking are the words by which people plainly ask.
var asking = oneOf(
	[]string{`please`, `pls`, `plz`, `kindly`, `want\w*`, `wish\w*`, `like`, `request\w*`, `demand\w*`, `ask\w*`,
		`need`, `requir\w+`, `exercis\w+`, `hereby`, `invok\w+`, `insist`, `must`, `have to`, `let me`, `send me`,
		`give me`, `provide`, `(?:could|can|would|will|may) (?:you|i|we)`, `rights?`, `thank\w*`, `appreciate`,
		`grateful`, `hope`, `apply`, `expect`, `i would`},
	[]string{`请`, `要`, `求`, `希望`, `想`, `申请`, `麻烦`, `帮`, `烦`, `恳`, `望`, `务必`, `能`, `可否`, `可以`, `行使`, `把`, `将`, `谢`, `给我`,
		`立即`, `马上`, `尽快`, `应`, `须`, `愿`, `为什么(?:还|仍|一直|迟迟)`})

// question is how a sentence begins, or ends, that only wants to know.
var question = pattern.New(`^\W*(?:(?:hi|hello|hey|dear \w+|and|so|but)\W+)*(?:how|why|what happens|is it|will you|do you|did you|have you|are you)\b|如何|怎么|怎样|为什么|为何|什么时候|何时|[吗呢]\s*[?？。]?\s*$|[?？]\s*$`)

// OverAll says of all that a text asks for that it is over, is to wait, or was not meant.
var OverAll = oneOf(
	[]string{`changed my mind`, `never ?mind`, `on second thoughts?`, `scrap (?:that|this|it)`,
		`(?:ignore|disregard|forget) (?:about )?(?:it|this|that|my (?:last |previous |earlier |first )?(?:mail|e-?mail|message|request))`, `(?:withdraw|withdrew|withdrawn|retract(?:ed)?|take back|taken back) (?:my|the|this|that) (?:\w+ )?request`,
		`no longer (?:want|wish|need) (?:it|this|that)`, `actually,? (?:no|don['’]?t|do not|keep)`,
		`(?:please )?(?:do not|don['’]?t) (?:do|act|proceed|process|carry|execute|touch|go ahead)[\w ]*`, `do nothing`,
		`hold off`, `please wait`, `wait (?:for|until|till)`, `not yet`,
		`(?:just|only) (?:kidding|joking|asking|a test|a joke|curious)`, `this is (?:a|only a) test`,
		`leave (?:it|everything|all) as (?:it is|they are|is)`, `i take (?:it|that|this) back`,
		`(?:sent|written) by mistake`, `i did(?: not|n['’]?t) (?:write|send|ask|mean|request)\w*`, `on hold`},
	[]string{`改变主意`, `改主意了`, `请忽略`, `作罢`, `算了`, `当我没说`, `不用(?:处理|删|注销|管)了`, `[。！，,.!\s]不用了`,
		`(?:撤回|撤销|取消|收回)(?:我的?)?(?:之前|此前|先前|上次)?的?(?:请求|申请|要求)`, `先(?:不要|别|不)`, `暂(?:缓|时不|不|停)`,
		`等我(?:的)?(?:通知|消息|确认|回复)`, `开玩笑`, `(?:只是|随便)?问问(?:而已)?`, `这是测试`, `还是(?:不|别|算)`, `发错了`, `不是我(?:写|发|申请|要求)的?`,
		`误发`})

// oneOf compiles two lists of words to one pattern.
func oneOf(en, zh []string) *pattern.Pattern { return ofAll([]sense{{"", en, zh}}) }

// ofAll is oneOf for the words of all senses.
func ofAll(senses []sense) *pattern.Pattern {
	return pattern.Made(func() string {
		en, zh := sayings(senses)
		return `\b(?:` + strings.Join(en, `|`) + `)(?:\b|$)|` + strings.Join(zh, `|`)
	})
}

// sense is one thing that words say, with the words that say it.
type sense struct {
	name   string
	en, zh []string
}

// sayings gathers the words of all senses.
func sayings(senses []sense) (en, zh []string) {
	for _, s := range senses {
		en, zh = append(en, s.en...), append(zh, s.zh...)
	}
	return en, zh
}

// hedge is the pattern of all hedges.
var hedge = ofAll(hedges)
