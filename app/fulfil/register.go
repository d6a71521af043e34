package fulfil

import (
	"fmt"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/assets"
)

// words are a text by language: en, zh-Hans.
type words map[string]string

func (w words) in(lang string) string {
	if t := w[lang]; t != "" {
		return t
	}
	return w["en"]
}

type processing struct {
	Category   string  `yaml:"category"`
	Title      words   `yaml:"title"`
	Purpose    words   `yaml:"purpose"`
	Recipients []words `yaml:"recipients"`
	Retention  words   `yaml:"retention"`
	Origin     words   `yaml:"origin"`
}

// register is the register of processing that comes with the program.
var register = sync.OnceValues(func() ([]processing, error) {
	var list []processing
	if err := yaml.Unmarshal(assets.Register, &list); err != nil {
		return nil, fmt.Errorf("register of processing: %w", err)
	}
	return list, nil
})

// describe fills in what a person is told about a collection: the register's line for the category most of its columns
// share, the longest match first.
func describe(sec *packet.Section, categories map[string][]string, lang string) error {
	list, err := register()
	if err != nil {
		return err
	}
	votes := map[int]int{}
	for _, cs := range categories {
		for _, c := range cs {
			best := -1
			for i, p := range list {
				if source.Covers(p.Category, c) && (best < 0 || len(p.Category) > len(list[best].Category)) {
					best = i
				}
			}
			if best >= 0 {
				votes[best]++
			}
		}
	}
	winner := -1
	for i := range list {
		if votes[i] > 0 && list[i].Category != "user" && (winner < 0 || votes[i] > votes[winner]) {
			winner = i
		}
	}
	if winner < 0 {
		winner = 0
	}
	p := list[winner]
	sec.Purpose, sec.Retention, sec.Origin = p.Purpose.in(lang), p.Retention.in(lang), p.Origin.in(lang)
	sec.Recipients = []string{}
	for _, r := range p.Recipients {
		sec.Recipients = append(sec.Recipients, r.in(lang))
	}
	sec.Title = p.Title.in(lang) + " · " + headline(sec.Collection)
	return nil
}

// headline makes a table or column name readable: payment_card → Payment card.
func headline(name string) string {
	s := strings.TrimSpace(strings.NewReplacer("_", " ", ".", " · ").Replace(name))
	if s == "" {
		return name
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
