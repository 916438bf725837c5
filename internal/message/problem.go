package message

// What keeps a message from being sent, as catalogue keys. What a gateway says in
// its own words is never kept: it may quote the recipient.
const (
	ProblemNoGateway   = "message.problem.no_gateway"  // none is configured for the channel
	ProblemNoAddress   = "message.problem.no_address"  // the words hold a link, and the site's own address is not known
	ProblemUnreachable = "message.problem.unreachable" // no connection to the gateway
	ProblemInsecure    = "message.problem.insecure"    // the connection cannot be encrypted as configured
	ProblemDenied      = "message.problem.denied"      // the gateway does not let the program in
	ProblemBusy        = "message.problem.busy"        // the gateway asks to come back later
	ProblemRefused     = "message.problem.refused"     // the gateway refuses this recipient or these words
	ProblemUnanswered  = "message.problem.unanswered"  // handed over, and no answer came
	ProblemCutOff      = "message.problem.cut_off"     // the program ended while it was sending
	ProblemUnreadable  = "message.problem.unreadable"  // sealed with a key that is not there
)
