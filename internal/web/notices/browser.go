package notices

import "strings"

// browser names a browser roughly, so that its owner knows it again among their devices: "Firefox, Linux". What it says of
// itself is not to be trusted, and nothing follows from it.
func browser(agent string) string {
	first := func(names ...[2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	program := first([2]string{"Edg/", "Edge"}, [2]string{"Firefox/", "Firefox"}, [2]string{"Chrome/", "Chrome"}, [2]string{"Safari/", "Safari"})
	system := first([2]string{"Android", "Android"}, [2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Windows", "Windows"},
		[2]string{"Mac OS", "macOS"}, [2]string{"Linux", "Linux"})
	switch {
	case program == "" && system == "":
		return "Browser"
	case program == "" || system == "":
		return program + system
	}
	return program + ", " + system
}
