### Lo que dice la línea, en español. `.say` se oye por teléfono, `.text` se lee en un mensaje.
###
### Review: pending. A native speaker has still to read this file.
### In `.text`, á í ó ú would halve the length of a message (UCS-2), so they are written without accent, as people
### text; é, ñ, ¿ and ¡ are free. `.say` has all its accents, since the voice needs them.

## Who is who

contact-mit-police-emergency =
    .say = emergencias de la Policía del MIT
    .text = emergencias de MIT Police
contact-mit-police =
    .say = la Policía del MIT
    .text = MIT Police
contact-vpr =
    .say = la línea de ayuda V P R
    .text = VPR
contact-boston-police =
    .say = la Policía de Boston
    .text = Boston Police
contact-cambridge-police =
    .say = la Policía de Cambridge
    .text = Cambridge Police

## A call begins

greeting =
    .say =
        Línea del campus. ¿Peligro? Cuelgue y marque 911.
        Para hablar con { $emergency } desde aquí, oprima 0 en cualquier momento.
hint-language =
    .say = Para español, oprima 9.

## Menus

menu-main =
    .say = Oprima una tecla, o diga qué necesita.
menu-contacts =
    .say = Números de teléfono.
menu-learn =
    .say = Sus derechos y opciones.
menu-after =
    .say = ¿Qué desea hacer ahora?

offer-ring =
    .say = { $id ->
        [vpr] Para hablar con una defensora en { $contact }, de día o de noche, oprima { $key }.
       *[other] Para hablar con { $contact }, oprima { $key }.
    }
offer-number =
    .say = { $id ->
        [mit-police] Para el número de { $contact }, si no es una emergencia, oprima { $key }.
       *[other] Para el número de { $contact }, oprima { $key }.
    }
offer-retry =
    .say = Para llamar otra vez a { $contact }, oprima { $key }.
offer-contacts =
    .say = Para números de teléfono, oprima { $key }.
offer-learn =
    .say = Para sus derechos, y cómo denunciar, oprima { $key }.
offer-report =
    .say = Para denunciar sin dar su nombre, oprima { $key }.
offer-numbers =
    .say = Para oír todos los números, oprima { $key }.
offer-rights =
    .say = Para sus derechos, oprima { $key }.
offer-options =
    .say = Para por qué y cómo denunciar, oprima { $key }.
offer-charges =
    .say = Para presentar cargos penales, oprima { $key }.
offer-order =
    .say = Para una orden judicial que aleje a una persona, oprima { $key }.
offer-use =
    .say = Para saber qué pasa con una denuncia, oprima { $key }.
offer-privacy =
    .say = Para saber qué guarda esta línea, y qué no, oprima { $key }.
offer-language =
    .say = Para español, oprima { $key }.
offer-again =
    .say = Para oír esto otra vez, oprima asterisco.
offer-back =
    .say = Para oír esto otra vez, oprima asterisco. Para el menú principal, oprima numeral.

## Nothing heard, or not understood

silence-1 =
    .say = No oí nada. Tómese su tiempo.
silence-2 =
    .say = Si no puede hablar, está bien. Oprima una tecla, o quédese en la línea y le comunicaremos con una persona.
wrong-1 =
    .say = Perdón, esa no es una de las opciones.
wrong-2 =
    .say = Perdón, eso tampoco funcionó. Puede oprimir una de estas teclas, o quedarse en la línea para hablar con una persona.
unclear-1 =
    .say = Perdón, no entendí eso. Si está en peligro, cuelgue y marque 911. También puede oprimir una tecla.
unclear-2 =
    .say = Todavía no entendí. Puede oprimir una de estas teclas, o quedarse en la línea para hablar con una persona.
silence-last =
    .say = Si está ahí, oprima cualquier tecla. Si no, oirá los números y esta llamada terminará.
emergency-numbers =
    .say =
        En una emergencia, marque 911.
        La Policía del MIT, para emergencias:
        { $mit-police-emergency }.
goodbye =
    .say =
        La línea de ayuda V P R atiende de día y de noche:
        { $vpr }.
        Puede llamar a esta línea otra vez en cualquier momento. Adiós.
danger =
    .say =
        Si está en peligro ahora, cuelgue y marque 911.
        Para hablar con la Policía del MIT desde aquí, oprima 0.
    .text = Llame al 911 ya si usted u otra persona corre peligro. Emergencias de MIT Police: { $mit-police-emergency }. Nadie lee estos mensajes al momento. Para hablar con una defensora, de dia o de noche: VPR { $vpr }.

## Transfer

transfer-ringing =
    .say = Le comunicamos con { $contact }. No cuelgue, por favor. Cuando ya esté hablando, asterisco le trae de vuelta aquí.
transfer-emergency =
    .say = Le comunicamos con { $contact }.
transfer-busy =
    .say = Está ocupado el teléfono de { $contact }.
transfer-unanswered =
    .say = Nadie pudo atender la llamada en { $contact }.
transfer-failed =
    .say = La llamada a { $contact } no se pudo conectar.
transfer-ended =
    .say = Terminó su llamada con { $contact }. Está de nuevo en la línea del campus.
transfer-closed =
    .say = A esta hora no contesta { $contact }. Puede llamar más tarde.
number =
    .say =
        { $id ->
            [mit-police-emergency] { $contact }. Son los primeros a quienes llamar en cualquier emergencia en el campus. Puede marcar 100 desde cualquier teléfono del MIT, o este número:
            [mit-police] { $contact }, si no es una emergencia:
            [vpr] { $contact }, en inglés Violence Prevention and Response, abierta las 24 horas:
           *[other] { $contact }:
        }
        { $number }.

whisper =
    .say =
        Línea del campus: una persona{ $spoken ->
            [en] , en inglés,
            [zh] , en chino,
           *[es] {""}
        } { $about ->
            [silent] que no ha hablado y quizás no pueda.
            [rights] que preguntó por sus derechos.
            [options] que preguntó cómo denunciar.
            [charges] que preguntó por presentar cargos.
            [order] que preguntó por una orden de restricción.
            [assault] que contó lo que le pasó.
            [use] que preguntó qué pasa con una denuncia.
            [report] que preguntó por una denuncia anónima.
           *[main] quiere hablar con usted.
        }
whisper-keys =
    .say = Oprima 1 para hablar, 2 para no tomar la llamada, 3 para oír esto otra vez.
whisper-any-key =
    .say = Oprima cualquier tecla para hablar. Para no tomar la llamada, cuelgue.

## Topics

rights =
    .say =
        Como miembro de la comunidad del MIT usted tiene cuatro derechos.
        Uno. Puede contar a la policía lo que pasó, o decidir no hacerlo. Eso vale para la Policía del MIT, y para la policía local o estatal.
        Dos. MIT le ayuda a contarlo, si usted lo pide.
        Tres. Puede obtener una orden de protección de un tribunal, o una orden de no contacto del MIT.
        Cuatro. Puede usar el proceso de quejas del MIT por discriminación y acoso, y al mismo tiempo acudir a la policía o a un tribunal.
    .text = En peligro: 911. Sus derechos: 1 avisar a la policia, o no; 2 ayuda del MIT para avisar; 3 orden judicial de proteccion u orden de no contacto del MIT; 4 el proceso de quejas del MIT y, a la vez, policia o tribunal. Defensora, 24 h: VPR { $vpr }
options =
    .say =
        MIT anima a todas las personas de su comunidad a denunciar los delitos a la policía. La Policía del MIT debe saber de cualquier delito.
        La gente llama a la Policía del MIT por cuatro razones: necesita ayuda ya, quiere denunciar sin nombre para que el caso se cuente, quiere saber cómo presentar cargos, o quiere una orden judicial para alejar a una persona.
        Usted puede denunciar ante MIT, ante la policía, o ante los dos al mismo tiempo.
        Puede llamar a la policía por su cuenta. Una defensora de V P R puede ayudarle.
    .text = En peligro: 911. Puede denunciar ante MIT, ante la policia, o ante los dos a la vez. MIT Police: { $mit-police }. Una defensora le ayuda a llamar: VPR { $vpr }, 24 h. Sin su nombre: envie REPORTE. Mas: DERECHOS, CARGOS, ORDEN
charges =
    .say =
        Para saber cómo presentar cargos penales, hable con la Policía del MIT. Puede llamar a la policía por su cuenta.
        Una defensora de V P R puede ayudarle a llamar.
        Acudir a la policía no le impide usar el proceso del MIT. Puede hacer las dos cosas.
    .text = En peligro: 911. Para saber de cargos penales, llame a MIT Police: { $mit-police }. Puede hacerlo y usar también el proceso del MIT. Una defensora le ayuda a llamar: VPR { $vpr }, 24 h.
assault =
    .say =
        Puede hablar ahora con una defensora en la línea de ayuda V P R, de día o de noche. Eso no es una denuncia.
        O puede hablar con la Policía del MIT. Si está en peligro, cuelgue y marque 911.
    .text = En peligro: llame al 911. Puede hablar ahora con una defensora, de dia o de noche: VPR { $vpr }. Eso no es una denuncia. MIT Police: emergencias { $mit-police-emergency }, otros asuntos { $mit-police }. Sin su nombre: envie REPORTE
order =
    .say =
        Un tribunal puede ordenar que una persona se aleje de usted. Se llama orden de restricción, u orden de prevención de acoso.
        Para pedir una, hable con la Policía del MIT. Una defensora de V P R puede ayudarle.
        MIT puede dar una orden de no contacto.
    .text = En peligro: 911. Un tribunal puede dar una orden de restriccion o de prevencion de acoso; MIT, una orden de no contacto. Para pedirla: MIT Police { $mit-police }. Una defensora le ayuda: VPR { $vpr }, 24 h.
use =
    .say =
        La Policía del MIT puede usar lo que usted denuncia para tres cosas.
        Para decidir si la ley le exige avisar a la comunidad del MIT.
        Para llevar la cuenta de delitos que la ley exige.
        Y para cumplir cualquier otra obligación legal.
    .text = En peligro: 911. MIT Police puede usar una denuncia para decidir si la ley exige un aviso a la comunidad del MIT, para las estadisticas que exige la ley y para otras obligaciones legales. Preguntas: { $mit-police }
privacy =
    .say =
        Esta línea no pregunta quién es usted, no graba las llamadas y no guarda su número.
        Su teléfono, y su compañía telefónica, guardan sus propios registros de llamadas y mensajes.
        Hablar con una defensora de V P R no es una denuncia a la policía.
        Esta línea no es el 911, y nadie lee los mensajes al momento.
    .text = En peligro: 911. Esta linea no guarda su numero y borra los mensajes que puede. Su teléfono y su telefonica guardan sus registros; puede borrar esta conversacion. Hablar con VPR ({ $vpr }) no es una denuncia.
report =
    .say =
        Por mensaje de texto, y sin su nombre, puede contar a la Policía del MIT lo que pasó.
        Envíe la palabra reporte a este mismo número. Recibirá unas preguntas cortas, y puede saltar cualquiera. Nada se manda hasta que usted envíe la palabra enviar.
        Lo que se guarda aquí, esta línea no lo puede leer: solo la Policía del MIT. Su compañía telefónica puede ver sus mensajes. Al final puede decir cómo contactarle, si quiere que le respondan.{ $online-form ->
            [none] {""}
           *[other] {" "}También tienen un formulario en internet: envíe la palabra formulario y recibirá su dirección.
        }
        Nadie lee los mensajes al momento. Si necesita ayuda ahora, marque 911.
form =
    .text = En peligro: 911. Formulario anonimo de MIT Police sobre agresion sexual: { $online-form } - al final puede decir como contactarle, si quiere que le respondan. O por mensaje: REPORTE. Defensora, 24 h: VPR { $vpr }
numbers =
    .say =
        En una emergencia, marque 911.
        La Policía del MIT, para emergencias, o marque 100 desde cualquier teléfono del MIT:
        { $mit-police-emergency }.
        La Policía del MIT, si no es una emergencia:
        { $mit-police }.
        La línea de ayuda V P R, Violence Prevention and Response, abierta las 24 horas:
        { $vpr }.
        La Policía de Boston:
        { $boston-police }.
        La Policía de Cambridge:
        { $cambridge-police }.
    .text = Emergencia: 911. Emergencias de MIT Police: { $mit-police-emergency } (o 100 desde un teléfono del MIT). MIT Police, otros asuntos: { $mit-police }. VPR, 24 h: { $vpr }. Boston Police: { $boston-police }. Cambridge Police: { $cambridge-police }.

## Only read

card =
    .text = En peligro: llame al 911. Emergencias de MIT Police: { $mit-police-emergency }. Para hablar con una defensora, de dia o de noche: VPR { $vpr }. Nadie lee estos mensajes al momento, y esta linea no guardo el suyo. Envie LISTA para ver las palabras, REPORTE para denunciar.
unsure =
    .text = En peligro: llame al 911. ¿Quiso decir { $near }? Envie esa palabra. Emergencias de MIT Police: { $mit-police-emergency }. Defensora, de dia o de noche: VPR { $vpr }. Palabras: LISTA
emergency =
    .text = Llame al 911 ya. Emergencias de MIT Police: { $mit-police-emergency }, o marque 100 desde un teléfono del MIT. Esta linea no es el 911 y nadie la lee al momento. Defensora, de dia o de noche: VPR { $vpr }.
police =
    .text = En peligro: 911. MIT Police: emergencias { $mit-police-emergency }, otros asuntos { $mit-police }. Una defensora le ayuda a llamar: VPR { $vpr }, 24 h. Usted decide si avisa a la policia: envie DERECHOS
vpr =
    .text = En peligro: 911. VPR, Violence Prevention & Response, linea de 24 horas: { $vpr }. Una defensora le atiende y puede ayudarle a llamar a la policia. Hablar con VPR no es una denuncia.
boston =
    .text = En peligro: 911. Boston Police: { $boston-police }. En el campus, emergencias de MIT Police: { $mit-police-emergency }. Defensora, 24 h: VPR { $vpr }.
cambridge =
    .text = En peligro: 911. Cambridge Police: { $cambridge-police }. En el campus, emergencias de MIT Police: { $mit-police-emergency }. Defensora, 24 h: VPR { $vpr }.
language =
    .text = En peligro / in danger: 911. Español: envie ESPANOL. English: text ENGLISH. Chino: envie CHINESE.
menu =
    .text = En peligro: 911. Envie una palabra: POLICIA, EMERGENCIA, DEFENSORA (VPR), DERECHOS, OPCIONES, CARGOS, ORDEN (judicial), NUMEROS, BOSTON, CAMBRIDGE, PRIVACIDAD, IDIOMA,{ $online-form ->
        [none] {""}
       *[other] {" "}FORMULARIO,
    } o REPORTE para avisar a MIT Police sin su nombre.
pictures =
    .text = Aqui nadie guarda ni ve fotos. En peligro: llame al 911. Emergencias de MIT Police: { $mit-police-emergency }. Defensora, de dia o de noche: VPR { $vpr }. Envie LISTA para ver las palabras.

## The report by text

report-intro =
    .text = En peligro: llame al 911. MIT Police va a leer este reporte; nadie lo mira al momento. Para hablar con una defensora: VPR { $vpr }, de dia o de noche; eso no es una denuncia. No guardamos su numero. Su telefonica guarda sus registros.
report-first =
    .text = Son 7 preguntas cortas; puede saltar cualquiera. Nada se manda hasta que envie ENVIAR. Si no, todo se borra en { $hours ->
        [1] 1 hora
       *[other] { $hours } horas
    }; BORRAR lo borra ya. 1/7: ¿Que paso? Escriba en varios mensajes si quiere; luego SIGUIENTE.
ask-what =
    .text = 1/7: ¿Que paso? Escriba en varios mensajes si quiere; luego SIGUIENTE. SALTAR, ATRAS, ENVIAR y BORRAR sirven siempre.
ask-kind =
    .text = 2/7: ¿Que tipo de hecho fue, en sus palabras? Por ejemplo agresion, acoso, amenaza. Luego SIGUIENTE, o SALTAR.
ask-where =
    .text = 3/7: ¿Donde paso? Un edificio, una calle, dentro o fuera del campus. Luego SIGUIENTE, o SALTAR.
ask-when =
    .text = 4/7: ¿Cuando paso? El dia y la hora, como los recuerde. Luego SIGUIENTE, o SALTAR.
ask-danger =
    .text = 5/7: ¿Hay alguien en peligro todavia? Si es asi, llame primero al 911; luego envie PELIGRO, o digalo en sus palabras. Si no, SIGUIENTE.
ask-more =
    .text = 6/7: ¿Hay algo mas que la policia deba saber? Luego SIGUIENTE, o SALTAR.
ask-contact =
    .text = 7/7: Solo si quiere que MIT Police le responda: ¿como pueden contactarle? Luego ENVIAR. Si no lo quiere, ENVIAR.
ask-review =
    .text = Era la ultima pregunta. ENVIAR manda el reporte a MIT Police. ATRAS vuelve para agregar algo. BORRAR lo borra todo.
report-kept =
    .text = Guardado, y no enviado. Escriba mas, o SIGUIENTE, o ENVIAR.
report-kept-words =
    .text = Sus palabras se guardaron, y no se han enviado. Aqui nadie guarda ni ve fotos. Escriba mas, o SIGUIENTE, o ENVIAR.
report-kept-danger =
    .text = Si alguien corre peligro, llame ya al 911. Emergencias de MIT Police: { $mit-police-emergency }. Nadie lee esto al momento. Su mensaje se guardo y no se ha enviado: escriba mas, o SIGUIENTE, o ENVIAR.
report-picture =
    .text = Aqui nadie guarda ni ve fotos. Por favor digalo con palabras; luego SIGUIENTE, o ENVIAR.
report-open =
    .text = En peligro: llame al 911. Tiene un reporte sin enviar. Siga con la pregunta de abajo. ENVIAR lo manda a MIT Police, BORRAR lo borra.
report-empty =
    .text = Todavia no hay nada que enviar. Basta un mensaje.
report-full =
    .text = En peligro: llame al 911. Este reporte esta lleno, y su ultimo mensaje no se guardo. ENVIAR manda lo que hay. Para contar mas, llame a MIT Police: { $mit-police }.
report-erased =
    .text = Borrado. No se mando nada. Puede borrar tambien esta conversacion de su teléfono. En peligro: 911. Defensora, de dia o de noche: VPR { $vpr }.
report-sent =
    .text = Guardado, y en camino a MIT Police. Su codigo, para anotar: { $code }. Pueden usarlo para decidir un aviso a MIT, contar delitos y otros deberes legales. Ya puede borrar esta conversacion. En peligro: 911. Defensora: VPR { $vpr }
report-none =
    .text = No tiene un reporte abierto: este mensaje no mando ni borro nada. Si un ENVIAR anterior quedo sin respuesta, puede que se haya mandado. Envie REPORTE para empezar. En peligro: llame al 911. MIT Police: { $mit-police }. Defensora, de dia o de noche: VPR { $vpr }.
report-limit =
    .text = En peligro: llame al 911. Ahora no se puede empezar otro reporte por mensaje; no se guardo nada. MIT Police: { $mit-police }. Defensora, de dia o de noche: VPR { $vpr }. O intente mas tarde.
report-withheld =
    .text = En peligro: llame al 911. Su numero esta oculto, y no se puede tomar un reporte por mensaje; solo sirve llamar. MIT Police: { $mit-police }. Defensora, de dia o de noche: VPR { $vpr }.
not-saved =
    .text = En peligro: llame al 911. Su mensaje no se pudo guardar ahora; envielo otra vez mas tarde. Emergencias de MIT Police: { $mit-police-emergency }, otros { $mit-police }. Defensora, de dia o de noche: VPR { $vpr }.

## When something of ours fails

apology =
    .say =
        Perdón, algo falló de nuestro lado.
        En una emergencia, cuelgue y marque 911.
        La Policía del MIT, para emergencias:
        { $mit-police-emergency }.
        Para hablar con una defensora, de día o de noche:
        { $vpr }.
    .text = Perdon, algo fallo aqui y no se guardo nada. En peligro: llame al 911. Emergencias de MIT Police: { $mit-police-emergency }. Para hablar con una defensora, de dia o de noche: VPR { $vpr }.

## Las llamadas de la alarma

alarm-waiting =
    .say = Esta es la línea del campus, una llamada automática. Un reporte espera en el escritorio y nadie lo ha abierto.
alarm-stuck =
    .say = Esta es la línea del campus, una llamada automática. Un reporte no puede llegar al escritorio. Avise a quienes mantienen la línea.
alarm-keys =
    .say = Oprima 1 para confirmar que una persona lo atiende ahora. Sin eso, estas llamadas siguen.
alarm-confirmed =
    .say = Gracias. Si más tarde sigue sin abrirse, le llamaremos otra vez.
alarm-unrecorded =
    .say = No se pudo anotar su respuesta, así que estas llamadas siguen. Mire el escritorio ahora.
