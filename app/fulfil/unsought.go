package fulfil

import (
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
)

// unsoughtIn names in a copy what was not searched by, in the words of the letter.
func unsoughtIn(u model.Unsought, lang string) packet.Withheld {
	return packet.Withheld{Title: naming.UnsoughtWhat(u, lang),
		Reason: naming.Phrase(lang, "not_searched") + naming.UnsoughtWhy(u, lang)}
}
