### The words of Lakeside College, a campus that does not exist: for the test that a line can be another one.

###

## Who is who

contact-safety =
    .say = Campus Safety
    .text = Campus Safety
contact-counseling =
    .say = the counseling center
    .text = Counseling
contact-town-police =
    .say = Lakeside Town Police
    .text = Lakeside Town Police


## A call begins. The first words are for someone in danger: 911 is heard within three seconds.

greeting =
    .say =
        Campus line. In danger? Hang up, dial 911.
        To reach { $emergency } from here, press 0 at any time.
hint-language =
    .say = For English, press 9.

## Menus

offer-ring =
    .say = To talk to { $contact }, press { $key }.
offer-number =
    .say = For the number of { $contact }, press { $key }.
number =
    .say =
        { $contact }:
        { $number }.

menu-main =
    .say = Press a key, or say what you need.
menu-contacts =
    .say = Phone numbers.
menu-after =
    .say = What would you like to do next?

offer-retry =
    .say = To try { $contact } again, press { $key }.
offer-contacts =
    .say = For phone numbers, press { $key }.
offer-report =
    .say = To report without your name, press { $key }.
offer-rights =
    .say = For your rights, press { $key }.
offer-privacy =
    .say = For what this line keeps, and what it does not, press { $key }.
offer-language =
    .say = For English, press { $key }.
offer-again =
    .say = To hear this again, press star.
offer-back =
    .say = To hear this again, press star. For the main menu, press pound.

## Nothing heard, or not understood

silence-1 =
    .say = I did not hear anything. Take your time.
silence-2 =
    .say = If you cannot speak, that is all right. Press a key, or stay on the line and you will be connected to a person.
wrong-1 =
    .say = Sorry, that is not one of the choices.
wrong-2 =
    .say = Sorry, that did not work either. You can press one of these keys, or stay on the line for a person.
unclear-1 =
    .say = I did not understand that. If you are in danger, hang up and dial 911. You can press a key instead.
unclear-2 =
    .say = I still did not understand. Press one of these keys, or stay on the line for a person.
silence-last =
    .say = If you are there, press any key. If not, this call will end after the numbers.
emergency-numbers =
    .say =
        In danger, dial 911.
        Or call Campus Safety:
        { $safety }.
goodbye =
    .say =
        The counseling center:
        { $counseling }.
        You can call this line again at any time. Goodbye.
danger =
    .say =
        If you are in danger now, hang up and dial 911.
        To reach Campus Safety from here, press 0.
    .text = Call 911 now if you or someone else is in danger. Campus Safety: { $safety }. Nobody watches these texts live. To talk to a counselor: Counseling { $counseling }.

## Transfer

transfer-ringing =
    .say = Connecting you to { $contact }. Please stay on the line. Once you are talking, star brings you back here.
transfer-emergency =
    .say = Connecting you to { $contact }.
transfer-busy =
    .say = The line of { $contact } is busy.
transfer-unanswered =
    .say = Nobody could take the call at { $contact }.
transfer-failed =
    .say = The call to { $contact } did not go through.
transfer-ended =
    .say = Your call with { $contact } has ended. You are back at the campus line.
transfer-closed =
    .say = { $contact } does not take calls at this hour. You can call them later.

whisper =
    .say =
        Campus line: a caller{ $spoken ->
            [es] , in Spanish,
           *[en] {""}
        } { $about ->
            [silent] who has not spoken and may not be able to.
            [rights] who asked about rights.
            [report] who asked about an anonymous report.
           *[main] wants to talk to you.
        }
whisper-keys =
    .say = Press 1 to talk, 2 to pass, 3 to hear this again.
# In the documents that stand in for a line that is down: they cannot tell one key from another.
whisper-any-key =
    .say = Press any key to talk. To pass, hang up.

## Topics: the same words serve the phone and the text

rights =
    .say =
        You may tell the police what happened, or decide not to.
        Lakeside College will help you tell them, if you ask.
    .text = In danger: 911. You may tell the police, or not; Lakeside College helps you tell them if you ask. Counseling: { $counseling }
privacy =
    .say =
        This line does not ask who you are, does not record calls, and does not keep your number.
        Your phone, and your phone company, keep their own records of calls and texts.
        Talking to a counselor is not a police report.
        This line is not 911, and nobody watches the texts live.
    .text = In danger: 911. This line keeps no phone number and erases the messages it can reach. Your phone and your phone company keep their own records; you can delete this thread. Talking to a counselor ({ $counseling }) is not a police report.
report =
    .say =
        You can tell Campus Safety what happened by text, without your name.
        Text the word report to this same number. You will get a few short questions, and you can skip any of them. Nothing is sent until you text the word send.
        Campus Safety read the report, and nobody in between can. At the end you may add how to reach you, if you want them to follow up.
        Texts are not watched live. If you need help now, dial 911.

## Only read

safety =
    .text = In danger: 911. Campus Safety, day and night: { $safety }. To talk to somebody else: Counseling { $counseling }.
counseling =
    .text = In danger: 911. Counseling: { $counseling }. Talking to a counselor is not a police report.
town =
    .text = In danger: 911. Lakeside Town Police: { $town-police }. On campus: Campus Safety { $safety }.

card =
    .text = In danger: call 911. Campus Safety: { $safety }. To talk to a counselor: Counseling { $counseling }. Nobody reads these texts live, and yours was not kept. Text MENU for all the words, REPORT to make a report.
unsure =
    .text = In danger: call 911. Did you mean { $near }? Text that word. Campus Safety: { $safety }. Counseling { $counseling }. All words: MENU
emergency =
    .text = Call 911 now. Campus Safety: { $safety }. This line is not 911 and nobody watches it live. Counseling { $counseling }.
menu =
    .text = In danger: 911. Text one of these words: SAFETY, EMERGENCY, COUNSELING, RIGHTS, TOWN, PRIVACY, or REPORT to tell Campus Safety without your name.
pictures =
    .text = Pictures are not kept or seen by anyone here. In danger: call 911. Campus Safety: { $safety }. Counseling { $counseling }. Text MENU for all the words this line knows.

## The report by text: nothing of it is ever said again

report-intro =
    .text = In danger: call 911. Campus Safety will read this report; nobody watches it live. To talk to a counselor instead: Counseling { $counseling }; that is not a police report. We do not keep your number. Your phone company keeps its own records.
report-first =
    .text = There are 7 short questions; you can skip any. Nothing is sent until you text SEND. If you do not, all is erased after { $hours } hours; ERASE does it now. 1/7: What happened? Use as many texts as you like, then text NEXT.
ask-what =
    .text = 1/7: What happened? Use as many texts as you like, then text NEXT. SKIP, BACK, SEND and ERASE work at any time.
ask-kind =
    .text = 2/7: What kind of thing was it, in your own words? For example assault, stalking, harassment, a threat. Then NEXT, or SKIP.
ask-where =
    .text = 3/7: Where did it happen? A building, a street, on campus or off. Then NEXT, or SKIP.
ask-when =
    .text = 4/7: When did it happen? A day and a time, as well as you know. Then NEXT, or SKIP.
ask-danger =
    .text = 5/7: Is anyone still in danger? If so, call 911 first, then text DANGER, or tell us in your words. If not, NEXT.
ask-more =
    .text = 6/7: Is there anything else the police should know? Then NEXT, or SKIP.
ask-contact =
    .text = 7/7: Only if you want Campus Safety to follow up: how can they reach you? Then SEND. If you do not want that, text SEND right away.
ask-review =
    .text = That was the last question. SEND sends the report to Campus Safety. BACK goes back to add something. ERASE erases all of it.
report-kept =
    .text = Kept, and not sent yet. Text more, or NEXT, or SEND.
report-kept-words =
    .text = Your words are kept, and not sent yet. Pictures are not kept or seen by anyone here. Text more, or NEXT, or SEND.
report-kept-danger =
    .text = If anyone is in danger, call 911 now. Campus Safety: { $safety }. Nobody watches these texts live. Your text is kept, and not sent yet: text more, or NEXT, or SEND.
report-picture =
    .text = Pictures are not kept or seen by anyone here. Please say it in words; then NEXT, or SEND.
report-open =
    .text = In danger: call 911. You have a report that is not sent yet. NEXT goes on with it, SEND sends it to Campus Safety, ERASE erases it.
report-empty =
    .text = There is nothing to send yet. One text is enough.
report-full =
    .text = This report is full, and your last text was not kept. SEND sends what is there. To tell more, call Campus Safety: { $safety }. In danger: 911.
report-erased =
    .text = Erased. Nothing was sent. You may also delete this thread from your phone. In danger: 911. Counseling { $counseling }.
report-sent =
    .text = Saved, and on its way to Campus Safety. Your code, to write down: { $code }. They may use it to decide on a warning to the college, for crime counts and other legal duties. You can delete this thread now. In danger: 911. Counseling { $counseling }
report-none =
    .text = You have no report open: nothing was sent or erased. Text REPORT to begin one. In danger: call 911. Campus Safety: { $safety }. Counseling { $counseling }.
report-limit =
    .text = In danger: call 911. A new report cannot be begun by text just now, and nothing was saved. Campus Safety: { $safety }. Counseling { $counseling }. Or try again later.
report-withheld =
    .text = In danger: call 911. Your number is withheld, so a report by text cannot be taken; only a call can help. Campus Safety: { $safety }. Counseling { $counseling }.
not-saved =
    .text = In danger: call 911. Your text could not be saved just now; please send it again later. Campus Safety: { $safety }. Counseling { $counseling }.

## When something of ours fails: said without looking anything up

apology =
    .say =
        Sorry, something went wrong on our side.
        In an emergency, hang up and dial 911.
        Campus Safety:
        { $safety }.
        To talk to a counselor:
        { $counseling }.
    .text = Sorry, something went wrong here and nothing was saved. In danger: call 911. Campus Safety: { $safety }. To talk to a counselor: Counseling { $counseling }.

## The alarm's calls: who answers them is at a desk, so there is no 911 and no menu in them

alarm-waiting =
    .say = This is the campus line, calling by itself. A report is waiting at the desk, and nobody has opened it.
alarm-stuck =
    .say = This is the campus line, calling by itself. A report cannot be delivered to the desk. Please tell the people who run the line.
alarm-keys =
    .say = Press 1 to confirm that a person will see to it now. Without that, these calls go on.
alarm-confirmed =
    .say = Thank you. If it is still waiting later, you will be called again.
alarm-unrecorded =
    .say = Your key could not be recorded, so these calls go on. Please look at the desk now.
