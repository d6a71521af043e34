package sample

import (
	"fmt"
	"math/rand/v2"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// crowd is whoever asks on a desk of many requests: invented people of whom the shop's sources know nothing. Every
// tenth asks again.
func crowd(r *rand.Rand, n int) (model.Subject, string) {
	if n > 100 && r.IntN(10) == 0 {
		n -= 1 + r.IntN(100)
	}
	r = dice("crowd", n)
	s := model.Subject{Account: fmt.Sprintf("OL2%07d", n), Language: "zh-Hans",
		Phone: fmt.Sprintf("1%s%08d", []string{"38", "39", "58", "86", "99"}[n%5], 10_000_000+n)}
	switch {
	case n%8 == 0:
		s.Language = "en"
		s.Name = latinNames[r.IntN(len(latinNames))]
		s.Email = fmt.Sprintf("reader%d@post.example", n)
	default:
		family, given, more :=
			surnames[r.IntN(len(surnames))], givenNames[r.IntN(len(givenNames))], givenNames[r.IntN(len(givenNames))]
		s.Name = family.written + given.written
		if runes := []rune(more.written); r.IntN(2) == 0 {
			s.Name = family.written + string([]rune(given.written)[0]) + string(runes[len(runes)-1])
		}
		s.Email = fmt.Sprintf("%s.%s%d@example.cn", family.spoken, given.spoken, n)
	}
	switch n % 4 {
	case 1:
		s.Email = ""
	case 2:
		s.IDNumber = idNumber(places[r.IntN(len(places))].region,
			day(1960+r.IntN(40), time.Month(1+r.IntN(12)), 1+r.IntN(28)), 100+r.IntN(800))
	case 3:
		s.Phone = ""
	}
	return s, s.Language
}
