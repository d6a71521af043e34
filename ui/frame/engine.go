package frame

import "orangelab.cn/rightsdesk/app/datamap"

// EngineName returns what people call the engine of a source, or that its owner answers by hand.
func EngineName(key string) string {
	if name, known := datamap.EngineName(key); known {
		return name
	}
	return L("by hand")
}
