### 热线说的话，普通话（简体字）。`.say` 在电话里听，`.text` 在短信里看。
###
### Review: pending. A native speaker has still to read this file.
### Chinese forces UCS-2: a text has at most two segments of 67 characters, digits and spaces included.

## Who is who

contact-mit-police-emergency =
    .say = MIT 警察紧急电话
    .text = MIT警察紧急电话
contact-mit-police =
    .say = MIT 警察
    .text = MIT警察
contact-vpr =
    .say = V P R 求助热线
    .text = VPR
contact-boston-police =
    .say = 波士顿警察局
    .text = 波士顿警察
contact-cambridge-police =
    .say = 剑桥市警察局
    .text = 剑桥市警察

## A call begins

greeting =
    .say =
        校园热线。有危险？请挂断，拨打 911。
        随时可以按 0，接通{ $emergency }。
hint-language =
    .say = 中文请按 9。

## Menus

menu-main =
    .say = 请按键，或者说出您需要什么。
menu-contacts =
    .say = 电话号码。
menu-learn =
    .say = 您的权利和选择。
menu-after =
    .say = 接下来您想做什么？

offer-ring =
    .say = { $id ->
        [vpr] 想和{ $contact }的支援员谈话，白天晚上都可以，请按 { $key }。
       *[other] 想和{ $contact }通话，请按 { $key }。
    }
offer-number =
    .say = { $id ->
        [mit-police] 想知道{ $contact }非紧急情况的号码，请按 { $key }。
       *[other] 想知道{ $contact }的号码，请按 { $key }。
    }
offer-retry =
    .say = 想再打一次{ $contact }，请按 { $key }。
offer-contacts =
    .say = 电话号码，请按 { $key }。
offer-learn =
    .say = 您的权利，以及怎样报案，请按 { $key }。
offer-report =
    .say = 不留姓名报案，请按 { $key }。
offer-numbers =
    .say = 想听所有号码，请按 { $key }。
offer-rights =
    .say = 您的权利，请按 { $key }。
offer-options =
    .say = 为什么报案，怎样报案，请按 { $key }。
offer-charges =
    .say = 提出刑事指控，请按 { $key }。
offer-order =
    .say = 法院的保护令，请按 { $key }。
offer-use =
    .say = 报案之后会怎样，请按 { $key }。
offer-privacy =
    .say = 这条热线保留什么，不保留什么，请按 { $key }。
offer-language =
    .say = 中文请按 { $key }。
offer-again =
    .say = 想再听一遍，请按星号键。
offer-back =
    .say = 想再听一遍，请按星号键。回主菜单，请按井号键。

## Nothing heard, or not understood

silence-1 =
    .say = 我没有听到声音。请慢慢来。
silence-2 =
    .say = 如果您不能说话，没有关系。请按任意一个键，或者不要挂断，我们会为您接通一个人。
wrong-1 =
    .say = 对不起，没有这个选项。
wrong-2 =
    .say = 对不起，还是不行。您可以按下面的键，或者不要挂断，等候人工接听。
unclear-1 =
    .say = 对不起，我没有听懂。如有危险，请挂断，拨打 911。您也可以按键。
unclear-2 =
    .say = 我还是没有听懂。您可以按下面的键，或者不要挂断，等候人工接听。
silence-last =
    .say = 如果您还在，请按任意一个键。不然，您会听到电话号码，然后通话结束。
emergency-numbers =
    .say =
        有危险，请拨打 911。
        或者拨打 MIT 警察紧急电话：
        { $mit-police-emergency }。
goodbye =
    .say =
        V P R 求助热线白天晚上都有人：
        { $vpr }。
        您随时可以再打这条热线。再见。
danger =
    .say =
        如果您现在有危险，请挂断，拨打 911。
        想从这里接通 MIT 警察，请按 0。
    .text = 如有危险，马上拨打911。MIT警察紧急电话 { $mit-police-emergency }。这里的短信没有人实时查看。想和支援员谈，昼夜都可以：VPR { $vpr }。

## Transfer

transfer-ringing =
    .say = 正在为您接通{ $contact }。请不要挂断。通话以后，按星号键可以回到这里。
transfer-emergency =
    .say = 正在接通{ $contact }。
transfer-busy =
    .say = { $contact }占线。
transfer-unanswered =
    .say = { $contact }没有人能接听。
transfer-failed =
    .say = 没有接通{ $contact }。
transfer-ended =
    .say = 您和{ $contact }的通话结束了。您又回到了校园热线。
transfer-closed =
    .say = { $contact }现在不接听电话。您可以以后再打。
number =
    .say =
        { $id ->
            [mit-police-emergency] { $contact }。校园里有任何紧急情况，先找他们。用学校的电话可以拨 100，或者这个号码：
            [mit-police] { $contact }，不是紧急情况时：
            [vpr] { $contact }，英文是 Violence Prevention and Response，二十四小时开放：
           *[other] { $contact }：
        }
        { $number }。

whisper =
    .say =
        校园热线：一位{ $spoken ->
            [en] 说英语的
            [es] 说西班牙语的
           *[zh] {""}
        }来电者{ $about ->
            [silent] 一直没有说话，可能不方便说话。
            [rights] 问了自己的权利。
            [options] 问了怎样报案。
            [charges] 问了怎样提出指控。
            [order] 问了保护令。
            [assault] 讲了自己遇到的事。
            [use] 问了报案之后会怎样。
            [report] 问了匿名报案。
           *[main] 想和您通话。
        }
whisper-keys =
    .say = 接听请按 1，不接请按 2，再听一遍请按 3。
whisper-any-key =
    .say = 接听请按任意键。不接请挂断。

## Topics

rights =
    .say =
        作为 MIT 的一员，您有四项权利。
        第一。您可以把事情告诉警察，也可以不告诉。包括 MIT 警察、当地警察和州警察。
        第二。您要告诉警察时，MIT 会帮助您。
        第三。您可以得到法院的保护令，或者 MIT 的禁止接触令。
        第四。您可以使用 MIT 处理歧视和骚扰的投诉程序，同时也可以找警察或者法院。
    .text = 有危险拨911。您有权：1 告诉或不告诉警察；2 请MIT帮您告诉；3 得到法院保护令或MIT禁止接触令；4 走MIT投诉程序，同时找警察或法院。支援员昼夜：VPR { $vpr }
options =
    .say =
        MIT 鼓励每一个人向警察报告犯罪。任何犯罪都应该让 MIT 警察知道。
        人们找 MIT 警察，有四种原因：马上需要帮助；想不留姓名地报案，让事情被统计；想知道怎样提出指控；想要法院的保护令。
        您可以向 MIT 报告，也可以向警察报案，也可以两个同时进行。
        您可以自己打给警察。V P R 的支援员可以帮您。
    .text = 有危险拨911。可以向MIT报告，向警察报案，或两者同时。MIT警察 { $mit-police }。支援员可以帮您联系：VPR { $vpr }，24小时。不留姓名：发 报案。另有：权利、指控、保护令
charges =
    .say =
        想了解怎样提出刑事指控，请和 MIT 警察谈。您可以自己联系警察。
        V P R 的支援员可以帮您联系。
        找警察，不妨碍您走 MIT 的程序。两个可以同时进行。
    .text = 有危险拨911。想了解刑事指控，请打MIT警察 { $mit-police }，同时也可以走MIT的程序。支援员可以帮您打：VPR { $vpr }，24小时。
assault =
    .say =
        您现在就可以和 V P R 求助热线的支援员谈，白天晚上都可以。这不是报案。
        您也可以和 MIT 警察谈。如有危险，请挂断，拨打 911。
    .text = 有危险：拨911。现在就可以和支援员谈，昼夜都可以：VPR { $vpr }，这不是报案。MIT警察：紧急 { $mit-police-emergency }，其他 { $mit-police }。不留姓名：发 报案
order =
    .say =
        法院可以命令一个人不接近您。这叫限制令，或者防骚扰令。
        想申请，请和 MIT 警察谈。V P R 的支援员可以帮您。
        MIT 自己也可以发禁止接触令。
    .text = 有危险拨911。法院可以发限制令或防骚扰令；MIT可以发禁止接触令。想申请，请打MIT警察 { $mit-police }。支援员可以帮您：VPR { $vpr }，24小时。
use =
    .say =
        MIT 警察会把您的报案用在三件事上。
        决定法律是否要求向 MIT 师生发出警告。
        做法律要求的犯罪统计。
        以及履行其他法律责任。
    .text = 有危险拨911。MIT警察会用报案来决定法律是否要求向MIT师生发出警告，做法律要求的统计，以及履行其他法律责任。问题请打 { $mit-police }
privacy =
    .say =
        这条热线不问您是谁，不给通话录音，也不保留您的号码。
        您的手机和您的电话公司，有他们自己的记录。
        和 V P R 的支援员谈话，不是向警察报案。
        这条热线不是 911，短信没有人实时查看。
    .text = 有危险拨911。热线不保留您的号码，并删除能删除的短信。您的手机和电话公司有自己的记录；您可以删除这个对话。和VPR({ $vpr })谈话不是报案。
report =
    .say =
        您可以用短信，不留姓名，把发生的事告诉 MIT 警察。
        请把“报案”两个字，发到这个号码。您会收到几个短问题，每个都可以跳过。在您发送“发送”以前，什么都不会交出去。
        短信保存以后，这条热线自己读不了，只有 MIT 警察能读。您的电话公司能看到您的短信。最后，如果您希望他们联系您，可以留下联系方式。{ $online-form ->
            [none] {""}
           *[other] 他们也有网上表格，发“表格”两个字，就会收到网址。
        }
        短信没有人实时查看。如果现在需要帮助，请拨打 911。
form =
    .text = 有危险拨911。MIT警察性侵匿名网上表格 { $online-form } 想让他们联系您，可在末尾留联系方式。支援员VPR { $vpr }
numbers =
    .say =
        有危险，请拨打 911。
        MIT 警察紧急电话，用学校的电话也可以拨 100：
        { $mit-police-emergency }。
        MIT 警察，不是紧急情况时：
        { $mit-police }。
        V P R 求助热线，Violence Prevention and Response，二十四小时：
        { $vpr }。
        波士顿警察局：
        { $boston-police }。
        剑桥市警察局：
        { $cambridge-police }。
    .text = 紧急：911。MIT警察紧急 { $mit-police-emergency }（校内电话100），其他 { $mit-police }。VPR 24小时 { $vpr }。波士顿警察 { $boston-police }。剑桥市警察 { $cambridge-police }。

## Only read

card =
    .text = 有危险：拨911。MIT警察紧急电话 { $mit-police-emergency }。和支援员谈，昼夜都可以：VPR { $vpr }。短信没有人实时查看，热线没有保留您的短信。发 菜单 看可用的词，发 报案 开始报案。
unsure =
    .text = 有危险：拨911。您是想说 { $near } 吗？请发这个词。MIT警察紧急电话 { $mit-police-emergency }。支援员昼夜：VPR { $vpr }。全部词：菜单
emergency =
    .text = 马上拨911。MIT警察紧急电话 { $mit-police-emergency }，校内电话拨100。这条热线不是911，没有人实时查看。支援员昼夜：VPR { $vpr }。
police =
    .text = 有危险拨911。MIT警察：紧急 { $mit-police-emergency }，其他 { $mit-police }。支援员可以帮您联系：VPR { $vpr }，24小时。是否告诉警察由您决定：发 权利
vpr =
    .text = 有危险拨911。VPR（防止暴力与应对）24小时求助热线 { $vpr }。支援员会陪您，也可以帮您联系警察。和VPR谈话不是向警察报案。
boston =
    .text = 有危险拨911。波士顿警察 { $boston-police }。在校园内：MIT警察紧急电话 { $mit-police-emergency }。支援员24小时：VPR { $vpr }。
cambridge =
    .text = 有危险拨911。剑桥市警察 { $cambridge-police }。在校园内：MIT警察紧急电话 { $mit-police-emergency }。支援员24小时：VPR { $vpr }。
language =
    .text = 有危险拨911。English: ENGLISH. Español: ESPANOL. 中文：发 中文。
menu =
    .text = 有危险拨911。请发一个词：警察、紧急、支援员、权利、选择、指控、保护令、号码、波士顿、剑桥、隐私、语言{ $online-form ->
        [none] {""}
       *[other] 、表格
    }；或发 报案，不留姓名告诉MIT警察。
pictures =
    .text = 这里没有人保留或查看图片。有危险：拨911。MIT警察紧急电话 { $mit-police-emergency }。支援员昼夜：VPR { $vpr }。发 菜单 看可用的词。

## The report by text

report-intro =
    .text = 有危险：拨911。MIT警察会读这份报案，但没有人实时查看。想先和支援员谈，昼夜：VPR { $vpr }，那不是报案。我们不保留您的号码，您的电话公司有自己的记录。
report-first =
    .text = 有7个短问题，都可以跳过。发「发送」以前什么都不交出去。不发，{ $hours }小时后全部删除；发 删除 马上删除。1/7：发生了什么？可以分几条写，写完发 下一个。
ask-what =
    .text = 1/7：发生了什么？可以分几条写，写完发 下一个。跳过、返回、发送、删除 随时可用。
ask-kind =
    .text = 2/7：用您的话说，是哪一类事？比如伤害、跟踪、骚扰、威胁。然后发 下一个 或 跳过。
ask-where =
    .text = 3/7：在哪里发生的？楼、街道、校内或校外。然后发 下一个 或 跳过。
ask-when =
    .text = 4/7：什么时候发生的？日期和时间，记得多少写多少。然后发 下一个 或 跳过。
ask-danger =
    .text = 5/7：现在还有人有危险吗？有，请先拨911，再发 危险，或用您的话说。没有，发 下一个。
ask-more =
    .text = 6/7：还有什么警察应该知道？然后发 下一个 或 跳过。
ask-contact =
    .text = 7/7：只有您希望MIT警察联系您时：怎样联系您？然后发 发送。不希望，直接发 发送。
ask-review =
    .text = 这是最后一个问题。发 发送 交给MIT警察。发 返回 可以补充。发 删除 全部删除。
report-kept =
    .text = 已保存，还没有交出去。继续写，或发 下一个，或发 发送。
report-kept-words =
    .text = 您的文字已保存，还没有交出去。这里没有人保留或查看图片。继续写，或发 下一个，或发 发送。
report-kept-danger =
    .text = 如有人有危险，马上拨911。MIT警察紧急电话 { $mit-police-emergency }。短信没有人实时查看。您的短信已保存，还没有交出去：继续写，或发 下一个，或发 发送。
report-picture =
    .text = 这里没有人保留或查看图片。请用文字写；然后发 下一个 或 发送。
report-open =
    .text = 有危险：拨911。您有一份还没有交出的报案，请接着回答下面的问题。发送：交给MIT警察；删除：全部删除。
report-empty =
    .text = 还没有可以交出的内容。一条短信就够了。
report-full =
    .text = 有危险：拨911。这份报案已满，您最后一条没有保存。发「发送」交出已有的内容。想说更多，请打MIT警察 { $mit-police }。
report-erased =
    .text = 已删除，什么都没有交出去。您也可以在手机上删除这个对话。有危险：拨911。支援员昼夜：VPR { $vpr }。
report-sent =
    .text = 已保存，正在交给MIT警察。您的编号请记下：{ $code }。警察会用来决定是否发出警告、做统计和履行其他法律责任。现在可以删除对话。有危险：拨911。支援员：VPR { $vpr }
report-none =
    .text = 您没有未完成的报案：这条短信没有交出或删除任何内容。之前的 发送 若无回复，可能已经交出。发 报案 开始。有危险：拨911。MIT警察 { $mit-police }。支援员昼夜：VPR { $vpr }。
report-limit =
    .text = 有危险：拨911。现在不能用短信开始新的报案，什么都没有保存。MIT警察 { $mit-police }。支援员昼夜：VPR { $vpr }。或以后再试。
report-withheld =
    .text = 有危险：拨911。您的号码被隐藏，不能用短信报案，只能打电话。MIT警察 { $mit-police }。支援员昼夜：VPR { $vpr }。
not-saved =
    .text = 有危险：拨911。您的短信现在不能保存，请以后再发。MIT警察：紧急 { $mit-police-emergency }，其他 { $mit-police }。支援员昼夜：VPR { $vpr }。

## When something of ours fails

apology =
    .say =
        对不起，我们这边出了问题。
        紧急情况，请挂断，拨打 911。
        MIT 警察紧急电话：
        { $mit-police-emergency }。
        想和支援员谈，白天晚上都可以：
        { $vpr }。
    .text = 对不起，这里出了问题，什么都没有保存。有危险：拨911。MIT警察紧急电话 { $mit-police-emergency }。支援员昼夜：VPR { $vpr }。

## The alarm: rings at the police, one after the other, while a report waits unopened

alarm-waiting =
    .say = 这里是校园热线的自动来电。有一份报案在等待，还没有人打开。
alarm-stuck =
    .say = 这里是校园热线的自动来电。有一份报案无法送到。请告诉管理热线的人。
alarm-keys =
    .say = 确认现在有人处理，请按 1。否则会继续来电。
alarm-confirmed =
    .say = 谢谢。如果以后还没有人打开，会再次来电。
alarm-unrecorded =
    .say = 没能记录您的按键，所以还会继续来电。请现在就查看。
