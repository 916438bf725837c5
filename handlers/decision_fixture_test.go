package handlers_test

// stands is the note that lets a reason stand which is too short: these tests are
// about other things.
const stands = "测试所用的理由"
