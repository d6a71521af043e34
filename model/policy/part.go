package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
)

// A clause that collects, uses or gives may name what no list of words has: another kind of data, purpose or recipient
// is then what was put into a part of a sentence that says so. Each pattern says the same in both languages.
var (
	gathers = pattern.New(`(?i)\b(we|the app|the website|our \w+)( may| will| also| can)? (collect|gather|record)s?\b|\b(is|are) (collected|recorded)\b|\bask (you )?for your\b|\bregister with\b|(?:^|[^未不])(收集|采集)|我们(会|将|还|也|可能)*(记录|询问)|使用[^，。；]{1,30}注册`)
	serves  = pattern.New(`(?i)\b(use[ds]?|reads?|process(es|ed)?|analy[sz]e[ds]?|keeps?|needs?|stores?)\b [^.;]{0,60}\b(to|for|in order to)\b|用于|用来|用作|以便|以(答复|提供|改进|便|进行|实现|完成|帮助)|为了|(使用|利用|处理)[^，。；]{1,20}(送货|答复|提供|发送|进行|改进|联系|完成|防范|评估|邀请)`)
	aims    = pattern.New(
		`(?i)^\W*((or|and|also) )*(to|for|in order to|so that)\b|^\P{Han}*(和|并|及|或|、)?(用于|用来|以便|以|为了)`)
	terms = pattern.New(`(?i)\d|\b(one|two|three|four|five|six|seven|ten|twelve)\b|\b(days?|weeks?|months?|years?)\b|[一二三四五六七八九十两]+个?(天|日|周|月|年)`)
	// Who else gets to see what a person gave. What the person sees, or we, is no recipient.
	receives = pattern.New(`(?i)\b(gets?|obtains?|receives?)\b[^.;]{0,20}\b(your|the|it|them|this)\b|\b(can|may) (also )?(see|read|view|access)\b|\bha(s|ve) access\b|\bvisible to\b|\bshar(e|ed|ing)\b|\bshares (your|the|it|them)\b|\bhand(s|ed)?( over)? your\b|\bpublished\b|\b(give|hand|pass|send|provide)s? your [^.;]{1,40} to\b|\bcloud\b|\bhosted\b|` +
		`获得|取得|接收|获取您|(可以|可|能|能够)(查看|看到|访问)|可见|共享|移交|公布|公示|(里|讯|为|度|翼|动|山|在|有)云|云(端|服务|上|平台|存储)|托管|` +
		transferredChinese)
	ourselves = pattern.New(`(?i)^\W*(and |also |if |when )?(you|we) (can|may|get|gets|obtain|receive|will|have|also)\b[^.;]{0,20}\b(see|read|view|access|get|obtain|receive)\b|^\W*(if |when )?(you|we) (get|obtain|receive)\b|^\P{Han}*(您|我们)(可以|可|也|会|能|将|有权|不再|只能|仅能|仅可)?[^，。；]{0,4}(获得|取得|接收|获取|查看|看到|访问)`)
	biometric = pattern.New(`(?i)biometric|fingerprint|\bfac(e|ial) (scan|recogni|template|id)|\bpalm|\bvein|\biris\b|retina|voice ?print|\bgait\b|生物识别|指纹|人脸|刷脸|面部识别|掌纹|刷掌|静脉|虹膜|视网膜|声纹|步态`)
	risky     = pattern.New(`(?i)\b(serious|severe|grave|significant|major|considerable|high) risks?\b|\brisks? (is|are|was|were) (now )?(high|serious|severe)|(严重|重大|较大|高)的?风险|风险(较|很|极)?(高|大)`)
	costs     = pattern.New(`(?i)\bcosts?\b|\b(yuan|rmb|euros?|pounds?|dollars?)\b|[€£$¥]|元|费用|付费`)
	exercised = pattern.New(`(?i)\b(to|you (can|may)) (ask|exercise)\b|make a request|your requests?\b|another (company|controller|provider|service)|can ask\b|提出[^，。；]{0,6}(请求|申请)|行使|您的请求|转移(至|到)(其他|另一|您)`)
	joins     = pattern.New(`(?i)\b(link|match|combin)(e|es|ed|s|ing)?\b [^.;]{0,40}\b(data|information|accounts?|records?)\b|\bprofiles? (of|about) |关联(您|应用|账号|不同|各|其他)|打通|画像|自动(决定|审核|判断|判定|作出|评估|生成)`)
	guards    = pattern.New(`(?i)encrypt|pseudonym|anonymi[sz]|mask|去标识|匿名|加密|脱敏`)
	moved     = pattern.New(`(?i)\bbusiness (has|have|is|was|will)( been| be)? (transferred|sold)|业务(已|将|被)+(转移|转让|出售)`)
	claims    = pattern.New(`(?i)\bask\b|request|\bcop(y|ies)\b|delete|\berase|withdraw|correct|\brefuse|\bobject\b|cancel|(switch|turn)(ed)? (\w+ ){0,3}off|opt(ed)? out|\bclosed?\b|请求|要求|副本|删除|撤回|更正|拒绝|反对|注销|关闭|取消|退出`)
)

// adds reports whether something was put into a part of a sentence that affirms and that matches: neither another
// period, nor a slip of the pen mended, nor, to what is gathered, what it is for.
func (c Change) adds(matches *pattern.Pattern) (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, deleted string, was func() string) {
			inserted = strings.TrimSpace(inserted)
			if found || slip(inserted, deleted) || terms.MatchString(inserted) || denies.MatchString(part) ||
				!matches.MatchString(part) {
				return
			}
			found = matches == gathers && !aims.MatchString(inserted) ||
				matches == serves && !methodWords.MatchString(inserted)
		})
	}
	return found
}

// slip reports whether what was put in is nothing, or another spelling of what was there.
func slip(inserted, deleted string) bool {
	letters := func(s string) (n int) {
		for _, r := range s {
			if unicode.IsLetter(r) {
				n++
			}
		}
		return n
	}
	now, was := letters(inserted), letters(deleted)
	if r, _ := utf8.DecodeRuneInString(inserted); unicode.Is(unicode.Han, r) { // it comes with its neighbours
		return now <= 2 || was == 1 && now <= 3
	}
	return now == 0 || was > 0 && strings.Count(inserted, " ") == 0 &&
		distance(strings.ToLower(inserted), strings.ToLower(deleted)) <= 2
}

// distance is how many letters have to be put in, taken out or replaced to make one word of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// received reports whether something was put into a part of a sentence that says that somebody else gets what people
// gave.
func (c Change) received() (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, deleted string, _ func() string) {
			found = found || strings.TrimSpace(inserted) != "" && !slip(inserted, deleted) &&
				!denies.MatchString(part) && !ourselves.MatchString(part) && !nobodyElse.MatchString(part) &&
				(giving.MatchString(part) || receives.MatchString(part))
		})
	}
	return found
}

// unguards reports whether what protected the data is denied now.
func (c Change) unguards() (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, _ string, was func() string) {
			found = found || strings.TrimSpace(inserted) != "" && guards.MatchString(part) &&
				denies.MatchString(part) && !denies.MatchString(was())
		})
	}
	return found
}

// refuses reports whether something that people could ask for is denied now.
func (c Change) refuses() (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, _ string, was func() string) {
			found = found || strings.TrimSpace(inserted) != "" && denies.MatchString(part) &&
				claims.MatchString(part) && !denies.MatchString(was())
		})
	}
	return found
}

// text is the body of the clause as it is now, in every language.
func (c Change) text() string {
	if c.Now == nil {
		return ""
	}
	var all []string
	for _, body := range c.Now.Body {
		all = append(all, body)
	}
	return strings.Join(all, "\n")
}
