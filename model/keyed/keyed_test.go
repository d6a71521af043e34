package keyed_test

import (
	"math/rand/v2"
	"testing"

	"orangelab.cn/rightsdesk/model/keyed"
)

// TestTable keeps numbers beside a map, hashes that lie together and 0 among them.
func TestTable(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	var table keyed.Table
	beside := map[uint64]uint32{}
	if _, is := table.Get(7); is {
		t.Error("an empty table has something")
	}
	for n := range uint32(20_000) {
		hash := draw.Uint64N(6_000)
		if n%3 == 0 {
			hash = draw.Uint64()
		}
		if n%100 == 0 {
			hash <<= 32
		}
		beside[hash] = n
		table.Put(hash, n)
		for _, asked := range []uint64{hash, draw.Uint64N(6_000), 0} {
			got, is := table.Get(asked)
			if want, has := beside[asked]; is != has || got != want {
				t.Fatalf("%d is %d, %v, want %d, %v", asked, got, is, want, has)
			}
		}
	}
	for hash, want := range beside {
		if got, is := table.Get(hash); !is || got != want {
			t.Fatalf("%d is %d, %v, want %d", hash, got, is, want)
		}
	}
}
