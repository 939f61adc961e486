### What the line says, in English. `.say` is heard on the phone, `.text` is read in a text message.
###
### Review: pending. An advocate of VPR and MIT Police have still to read this file.
### The facts are FACTS.md's; add no number, address or hour that is not in config/line.toml.
### For the ear: purpose before key ("to talk to an advocate, press 2"); short sentences; a new line is a short pause.
### For the eye: at most two segments; only letters of GSM-7, so no curly quotes, no long dashes, no "...".
### Numbers come from config/line.toml as { $<contact id> }; a spoken one is read slowly, digit by digit, twice.

## Who is who

contact-mit-police-emergency =
    .say = MIT Police emergencies
    .text = MIT Police emergency
contact-mit-police =
    .say = MIT Police
    .text = MIT Police
contact-vpr =
    .say = the V P R helpline
    .text = VPR
contact-boston-police =
    .say = Boston Police
    .text = Boston Police
contact-cambridge-police =
    .say = Cambridge Police
    .text = Cambridge Police

## A call begins. The first words are for someone in danger: 911 is heard within three seconds.

greeting =
    .say =
        Campus line. In danger? Hang up, dial 911.
        To reach { $emergency } from here, press 0 at any time.
hint-language =
    .say = For English, press 9.

## Menus

menu-main =
    .say = Press a key, or say what you need.
menu-contacts =
    .say = Phone numbers.
menu-learn =
    .say = Your rights and choices.
menu-after =
    .say = What would you like to do next?

offer-ring =
    .say = { $id ->
        [vpr] To talk to an advocate at { $contact }, day or night, press { $key }.
       *[other] To talk to { $contact }, press { $key }.
    }
offer-number =
    .say = { $id ->
        [mit-police] For the number of { $contact }, not for emergencies, press { $key }.
       *[other] For the number of { $contact }, press { $key }.
    }
offer-retry =
    .say = To try { $contact } again, press { $key }.
offer-contacts =
    .say = For phone numbers, press { $key }.
offer-learn =
    .say = For your rights, and how to report, press { $key }.
offer-report =
    .say = To report without your name, press { $key }.
offer-numbers =
    .say = To hear all the numbers, press { $key }.
offer-rights =
    .say = For your rights, press { $key }.
offer-options =
    .say = For why and how to report, press { $key }.
offer-charges =
    .say = For pressing criminal charges, press { $key }.
offer-order =
    .say = For a court order that keeps someone away, press { $key }.
offer-use =
    .say = For what happens with a report, press { $key }.
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
    .say = I did not understand that, and I am sorry. If you are in danger, hang up and dial 911. You can press a key instead.
unclear-2 =
    .say = I still did not understand. You can press one of these keys, or stay on the line for a person.
# When nobody has answered twice, "stay on the line for a person" would not be true.
silence-last =
    .say = If you are there, press any key. If not, you will hear the numbers, and this call will end.
emergency-numbers =
    .say =
        In danger, dial 911.
        Or call MIT Police for emergencies:
        { $mit-police-emergency }.
goodbye =
    .say =
        The V P R helpline is open day and night:
        { $vpr }.
        You can call this line again at any time. Goodbye.
danger =
    .say =
        If you are in danger now, hang up and dial 911.
        To reach MIT Police from here, press 0.
    .text = Call 911 now if you or someone else is in danger. MIT Police emergency: { $mit-police-emergency }. Nobody watches these texts live. To talk to an advocate, day or night: VPR { $vpr }.

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
number =
    .say =
        { $id ->
            [mit-police-emergency] { $contact }. They are the first to call for any emergency on campus. Dial 100 from any MIT phone, or this number:
            [mit-police] { $contact }, when it is not an emergency:
            [vpr] { $contact }. That is Violence Prevention and Response, open 24 hours:
           *[other] { $contact }:
        }
        { $number }.

whisper =
    .say =
        Campus line: a caller{ $spoken ->
            [es] , in Spanish,
            [zh] , in Chinese,
           *[en] {""}
        } { $about ->
            [silent] who has not spoken and may not be able to.
            [rights] who asked about rights.
            [options] who asked how to report.
            [charges] who asked about pressing charges.
            [order] who asked about a restraining order.
            [assault] who told what happened to them.
            [use] who asked what happens with a report.
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
        As a member of the MIT community you have four rights.
        One. You may tell the police what happened, or decide not to. That means MIT Police, and local or state police.
        Two. MIT will help you tell them, if you ask.
        Three. You may get a protective order from a court, or a no-contact order from MIT.
        Four. You may use the MIT complaint process for discrimination and harassment, and at the same time go to the police or to a court.
    .text = In danger: 911. Your rights: 1 tell the police, or not; 2 get MIT's help to tell them; 3 a court protective order or an MIT no-contact order; 4 the MIT complaint process and, at the same time, police or court. Advocate, 24 h: VPR { $vpr }
options =
    .say =
        Everyone at MIT is encouraged to report a crime to the police. MIT Police should hear about any crime.
        People call MIT Police for four reasons: they need help right away, they want to report without a name so that it is counted, they want to know about pressing charges, or they want a court order to keep someone away.
        You can report to MIT, or to the police, or to both at the same time.
        You can call the police yourself. An advocate at V P R can help you do it.
    .text = In danger: 911. You can report to MIT, to the police, or to both at the same time. MIT Police: { $mit-police }. An advocate can help you reach them: VPR { $vpr }, 24 h. Without your name: text REPORT. More: RIGHTS, CHARGES, ORDER
charges =
    .say =
        To learn more about pressing criminal charges, talk to MIT Police. You can contact the police yourself.
        An advocate at V P R can help you contact them.
        Going to the police does not stop you from using the MIT process. You may do both.
    .text = In danger: 911. To learn about pressing criminal charges, call MIT Police: { $mit-police }. You can do that and use the MIT process too. An advocate can help you make the call: VPR { $vpr }, 24 h.
assault =
    .say =
        You can talk to an advocate at the V P R helpline now, day or night. That is not a police report.
        Or you can talk to MIT Police. If you are in danger, hang up and dial 911.
    .text = In danger: call 911. You can talk to an advocate now, day or night: VPR { $vpr }. That is not a police report. MIT Police: emergency { $mit-police-emergency }, other { $mit-police }. To tell them without your name: text REPORT. Your rights: RIGHTS
order =
    .say =
        A court can order someone to stay away from you. It is called a restraining order, or a harassment prevention order.
        To ask for one, talk to MIT Police. An advocate at V P R can help you do that.
        MIT itself can give a no-contact order.
    .text = In danger: 911. A court can give a restraining order or a harassment prevention order; MIT can give a no-contact order. To ask for one, call MIT Police: { $mit-police }. An advocate can help: VPR { $vpr }, 24 h.
use =
    .say =
        MIT Police may use what you report for three things.
        To decide if the law says that they must warn the MIT community.
        To keep the crime counts that the law asks for.
        And to do anything else that the law asks of them.
    .text = In danger: 911. MIT Police may use a report to decide if the law says they must warn the MIT community, to keep the crime counts the law asks for, and for other legal duties. Questions: { $mit-police }
privacy =
    .say =
        This line does not ask who you are, does not record calls, and does not keep your number.
        Your phone, and your phone company, keep their own records of calls and texts.
        Talking to an advocate at V P R is not a police report.
        This line is not 911, and nobody watches the texts live.
    .text = In danger: 911. This line keeps no phone number and erases the messages it can reach. Your phone and your phone company keep their own records; you can delete this thread. Talking to VPR ({ $vpr }) is not a police report.
report =
    .say =
        You can tell MIT Police what happened by text, without your name.
        Text the word report to this same number. You will get a few short questions, and you can skip any of them. Nothing is sent until you text the word send.
        Once a text is kept, this line cannot read it: only MIT Police can. Your phone company can see your texts. At the end you may add how to reach you, if you want them to follow up.{ $online-form ->
            [none] {""}
           *[other] {" "}They have a form on the web as well: text the word form, and you get its address.
        }
        Texts are not watched live. If you need help now, dial 911.
form =
    .text = In danger: 911. MIT Police Anonymous Sexual Assault Online Reporting Form: { $online-form } - at its end you may add how to reach you, if you want them to follow up. Or report by text: REPORT. Advocate, 24 h: VPR { $vpr }
numbers =
    .say =
        In an emergency, dial 911.
        MIT Police, for emergencies, or dial 100 from any MIT phone:
        { $mit-police-emergency }.
        MIT Police, not for emergencies:
        { $mit-police }.
        The V P R helpline, Violence Prevention and Response, open 24 hours:
        { $vpr }.
        Boston Police:
        { $boston-police }.
        Cambridge Police:
        { $cambridge-police }.
    .text = Emergency: 911. MIT Police emergency: { $mit-police-emergency } (or 100 from an MIT phone). MIT Police, other: { $mit-police }. VPR helpline, 24 h: { $vpr }. Boston Police: { $boston-police }. Cambridge Police: { $cambridge-police }.

## Only read

card =
    .text = In danger: call 911. MIT Police emergency: { $mit-police-emergency }. To talk to an advocate, day or night: VPR { $vpr }. Nobody reads these texts live, and this line did not keep yours. Text MENU for all the words, REPORT to make a report.
unsure =
    .text = In danger: call 911. Did you mean { $near }? Text that word. MIT Police emergency: { $mit-police-emergency }. Advocate, day or night: VPR { $vpr }. All words: MENU
emergency =
    .text = Call 911 now. MIT Police emergency: { $mit-police-emergency }, or dial 100 from any MIT phone. This line is not 911 and nobody watches it live. Advocate, day or night: VPR { $vpr }.
police =
    .text = In danger: 911. MIT Police: emergency { $mit-police-emergency }, other { $mit-police }. An advocate can help you contact them: VPR { $vpr }, 24 h. It is your right to tell the police, or not: text RIGHTS
vpr =
    .text = In danger: 911. VPR, Violence Prevention & Response, 24-hour helpline: { $vpr }. An advocate is there for you and can help you contact the police. Talking to VPR is not a police report.
boston =
    .text = In danger: 911. Boston Police: { $boston-police }. On campus, MIT Police emergency: { $mit-police-emergency }. Advocate, 24 h: VPR { $vpr }.
cambridge =
    .text = In danger: 911. Cambridge Police: { $cambridge-police }. On campus, MIT Police emergency: { $mit-police-emergency }. Advocate, 24 h: VPR { $vpr }.
language =
    .text = In danger / en peligro: 911. English: text ENGLISH. Español: envie ESPANOL. Chinese: text CHINESE.
menu =
    .text = In danger: 911. Text one of these words: POLICE, EMERGENCY, VPR (an advocate), RIGHTS, OPTIONS, CHARGES, ORDER (court order), NUMBERS, BOSTON, CAMBRIDGE, PRIVACY, LANGUAGE,{ $online-form ->
        [none] {""}
       *[other] {" "}FORM,
    } or REPORT to tell MIT Police without your name.
pictures =
    .text = Pictures are not kept or seen by anyone here. In danger: call 911. MIT Police emergency: { $mit-police-emergency }. Advocate, day or night: VPR { $vpr }. Text MENU for all the words this line knows.

## The report by text: nothing of it is ever said again

report-intro =
    .text = In danger: call 911. MIT Police will read this report; nobody watches it live. To talk to an advocate instead, day or night: VPR { $vpr }; that is not a police report. We do not keep your number. Your phone company keeps its own records.
report-first =
    .text = There are 7 short questions; you can skip any. Nothing is sent until you text SEND. If you do not, all is erased after { $hours ->
        [1] 1 hour
       *[other] { $hours } hours
    }; ERASE does it now. 1/7: What happened? Use as many texts as you like, then text NEXT.
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
    .text = 7/7: Only if you want MIT Police to follow up: how can they reach you? Then SEND. If you do not want that, text SEND right away.
ask-review =
    .text = That was the last question. SEND sends the report to MIT Police. BACK goes back to add something. ERASE erases all of it.
report-kept =
    .text = Kept, and not sent yet. Text more, or NEXT, or SEND.
report-kept-words =
    .text = Your words are kept, and not sent yet. Pictures are not kept or seen by anyone here. Text more, or NEXT, or SEND.
report-kept-danger =
    .text = If anyone is in danger, call 911 now. MIT Police emergency: { $mit-police-emergency }. Nobody watches these texts live. Your text is kept, and not sent yet: text more, or NEXT, or SEND.
report-picture =
    .text = Pictures are not kept or seen by anyone here. Please say it in words; then NEXT, or SEND.
report-open =
    .text = In danger: call 911. You have a report that is not sent yet. Go on with the question below. SEND sends the report to MIT Police, ERASE erases it.
report-empty =
    .text = There is nothing to send yet. One text is enough.
report-full =
    .text = In danger: call 911. This report is full, and your last text was not kept. SEND sends what is there. To tell more, call MIT Police: { $mit-police }.
report-erased =
    .text = Erased. Nothing was sent. You may also delete this thread from your phone. In danger: 911. Advocate, day or night: VPR { $vpr }.
report-sent =
    .text = Saved, and on its way to MIT Police. Your code, to write down: { $code }. They may use it to decide on a warning to MIT, for crime counts and other legal duties. You can delete this thread now. In danger: 911. Advocate: VPR { $vpr }
report-none =
    .text = You have no report open: this text sent and erased nothing. If an earlier SEND got no reply, it may have worked. Text REPORT to begin one. In danger: call 911. MIT Police: { $mit-police }. Advocate, day or night: VPR { $vpr }.
report-limit =
    .text = In danger: call 911. A new report cannot be begun by text just now, and nothing was saved. MIT Police: { $mit-police }. Advocate, day or night: VPR { $vpr }. Or try again later.
report-withheld =
    .text = In danger: call 911. Your number is withheld, so a report by text cannot be taken; only a call can help. MIT Police: { $mit-police }. Advocate, day or night: VPR { $vpr }.
not-saved =
    .text = In danger: call 911. Your text could not be saved just now; please send it again later. MIT Police emergency: { $mit-police-emergency }, other { $mit-police }. Advocate, day or night: VPR { $vpr }.

## When something of ours fails: said without looking anything up

apology =
    .say =
        Sorry, something went wrong on our side.
        In an emergency, hang up and dial 911.
        MIT Police, for emergencies:
        { $mit-police-emergency }.
        To talk to an advocate, day or night:
        { $vpr }.
    .text = Sorry, something went wrong here and nothing was saved. In danger: call 911. MIT Police emergency: { $mit-police-emergency }. To talk to an advocate, day or night: VPR { $vpr }.

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
