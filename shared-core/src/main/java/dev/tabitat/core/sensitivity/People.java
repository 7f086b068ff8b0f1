package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Detector of people's names behind titles, greetings, closings of letters, words and fields that announce one, before
 * a mail address, by given names of a list, and by East Asian forms of address.
 */
final class People {

    private static final Set<String> TITLES = Set.copyOf(CueWords.list(
            "Panie,panie,pane,heer,mevrouw,meneer,signor,signora,se\u00f1or,se\u00f1ora,senhor,senhora,monsieur,madame,Mr,Mrs,Ms,Mx,Miss,Dr,Prof,Sir,Herr,Herrn,Frau,Fr\u00e4ulein,Monsieur,Madame,Mademoiselle,Mme,Mlle,Se\u00f1or,Se\u00f1ora,Se\u00f1orita,Sr,Sra,Srta,Don,Do\u00f1a,Signor,"
                    + "Signora,Signorina,Sig,Dott,Dottor,Dottoressa,Ing,Avv,Mevrouw,Meneer,Dhr,Mevr,Mw,Fru,Herra,Rouva,Hr,Pan,Pani,Pana,Panu,Senhor,Senhora,Dona,Bay,Bayan,Say\u0131n,Nurse,Doctor,Professor,Professorin,Rev,Reverend,Fr,"
                    + "Father,Sister,Capt,Captain,Lt,Col,Sgt,Judge,Senator,Maestro,Doktor,Mag,Dipl,Lord,Lady,Dame,Madam,Magister,Mgr,Ms,Domnul,Doamna,Gospodin,Gospodja,Gosp,\u039a\u03cd\u03c1\u03b9\u03bf\u03c2,\u03ba,"
                    + "\u0433\u043e\u0441\u043f\u043e\u0434\u0438\u043d,\u0433\u043e\u0441\u043f\u043e\u0436\u0430,\u0413\u043e\u0441\u043f\u043e\u0434\u0438\u043d,\u0413\u043e\u0441\u043f\u043e\u0436\u0430,\u043f\u0430\u043d,\u041f\u0430\u043d,\u043f\u0430\u043d\u0456,\u041f\u0430\u043d\u0456,\u0434\u043e\u043a\u0442\u043e\u0440,\u0414\u043e\u043a\u0442\u043e\u0440"));
    /** Titles after which a name in small letters is believed. */
    private static final Set<String> SURE_TITLES = Set.of("mr", "mrs", "ms", "mx", "mme", "mlle", "dhr", "mevr", "dr",
            "sr", "sra", "prof");
    private static final List<String> ANNOUNCED = CueWords.list(
            "my name is,my name's,i am called,call me,ich hei\u00dfe,ich heisse,mein name ist,mein name:,ich bin,je m'appelle,mon nom est,me llamo,mi nombre es,mi chiamo,il mio nome \u00e8,jag heter,mitt namn \u00e4r,jeg heter,"
                    + "mitt navn er,jeg hedder,mit navn er,mijn naam is,ik heet,nazywam si\u0119,mam na imi\u0119,jmenuji se,vol\u00e1m sa,meu nome \u00e9,chamo-me,me chamo,minun nimeni on,nimeni on,benim ad\u0131m,ad\u0131m,m\u0103 numesc,a nevem,\u043c\u0435\u043d\u044f \u0437\u043e\u0432\u0443\u0442,\u043c\u0435\u043d\u0435 \u0437\u0432\u0430\u0442\u0438,\u043c\u0435\u043d\u0435 \u0437\u0432\u0443\u0442\u044c,\u043a\u0430\u0437\u0432\u0430\u043c \u0441\u0435,"
                    + "\u043c\u0435 \u043b\u0435\u043d\u0435,\u03bc\u03b5 \u03bb\u03ad\u03bd\u03b5,zovem se,ime mi je,t\u00f4i t\u00ean l\u00e0,t\u00ean t\u00f4i l\u00e0,nama saya,signed by,gezeichnet,gez.");
    private static final Set<String> GIVEN = new HashSet<>(Arrays.asList(Split.array(
            "James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward"
                    + " Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Betty Margaret Sandra Ashley Dorothy Kimberly Emily Donna Michelle Carol Amanda Melissa"
                    + " Emma Olivia Charlotte Amelia Sophia Isabella Ava Mia Evelyn Harper Noah Liam Oliver Lucas Henry Benjamin Samuel Alexander Jack Harry Oscar Leo Arthur Peter Simon Alice Helen"
                    + " Hans J\u00fcrgen Klaus Wolfgang Stefan Andreas Matthias Sebastian Tobias Uwe Dieter Heinz Jan Lukas Jonas Felix Maximilian Anna Sabine Petra Monika Claudia Susanne Ursula Heike"
                    + " Katrin Birgit Julia Laura Lena Hanna Marie Lea Leonie Pierre Jean Michel Philippe Nicolas Laurent Julien Antoine Camille Chlo\u00e9 Manon In\u00e8s Nathalie Isabelle Sylvie Sophie"
                    + " Jos\u00e9 Juan Carlos Luis Javier Miguel Antonio Francisco Manuel Pedro Mar\u00eda Carmen Ana Isabel Luc\u00eda Marta Elena Pilar Giuseppe Marco Luca Giovanni Francesco Alessandro"
                    + " Matteo Giulia Chiara Francesca Martina Paola Valentina Erik Lars Anders Johan Karl Nils Gustav Sven Karin Ingrid Astrid Maja Elsa Piotr Krzysztof Andrzej Tomasz Pawe\u0142 Katarzyna"
                    + " Agnieszka Ma\u0142gorzata Ewa Magdalena Joanna Pieter Willem Jeroen Daan Sanne Femke Anouk Jo\u00e3o Paulo Ricardo Beatriz Mohammed Ahmed Ali Fatima Aisha Omar Yusuf Mehmet Ay\u015fe"
                    + " Emre Wei Li Ming Yuki Hiroshi Priya Raj Anil Sanjay Ravi Deepa Olga Ivan Dmitri Sergei Natasha Svetlana",
            ' ')));
    /** Greetings before a name that a comma, a sign or the line's end follows. */
    private static final Set<String> GREETINGS = Set.copyOf(CueWords.list(
            "hi,hello,hey,dear,dearest,greetings,hallo,guten tag,guten morgen,guten abend,gr\u00fc\u00df gott,moin,servus,liebe,lieber,liebes,sehr geehrte,sehr geehrter,werte,werter,bonjour,bonsoir,"
                    + "salut,cher,ch\u00e8re,coucou,hola,estimado,estimada,querido,querida,buenos d\u00edas,buenas tardes,apreciado,ciao,caro,cara,gentile,egregio,egregia,buongiorno,buonasera,salve,ol\u00e1,oi,prezado,prezada,bom dia,boa tarde,"
                    + "beste,geachte,hoi,goedemorgen,goedendag,hej,hei,k\u00e6re,kj\u00e6re,b\u00e4sta,k\u00e4ra,cze\u015b\u0107,witaj,drogi,droga,szanowny,szanowna,dzie\u0144 dobry,ahoj,v\u00e1\u017een\u00fd,v\u00e1\u017een\u00e1,dobr\u00fd den,mil\u00fd,mil\u00e1,moi,hyv\u00e4,terve,merhaba,say\u0131n,"
                    + "sevgili,selam,kedves,tisztelt,szia,drag\u0103,dragul,stimate,stimat\u0103,bun\u0103,zdravo,dragi,draga,po\u0161tovani,\u043f\u0440\u0438\u0432\u0435\u0442,\u0437\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439,\u0437\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435,\u0443\u0432\u0430\u0436\u0430\u0435\u043c\u044b\u0439,\u0443\u0432\u0430\u0436\u0430\u0435\u043c\u0430\u044f,\u0434\u043e\u0440\u043e\u0433\u043e\u0439,\u0434\u043e\u0440\u043e\u0433\u0430\u044f,"
                    + "\u0448\u0430\u043d\u043e\u0432\u043d\u0438\u0439,\u0448\u0430\u043d\u043e\u0432\u043d\u0430,\u0434\u043e\u0431\u0440\u044b\u0439 \u0434\u0435\u043d\u044c,\u043f\u0440\u0438\u0432\u0456\u0442,\u0437\u0434\u0440\u0430\u0432\u0435\u0439,\u03b1\u03b3\u03b1\u03c0\u03b7\u03c4\u03ad,\u03b1\u03b3\u03b1\u03c0\u03b7\u03c4\u03ae,\u03b3\u03b5\u03b9\u03b1 \u03c3\u03bf\u03c5,xin ch\u00e0o,ch\u00e0o,good morning,good afternoon,good evening,thanks,thank you,danke,merci,gracias,grazie"));
    private static final Set<String> STRONG_GREETINGS = Set.of("dear", "liebe", "lieber", "cher", "ch\u00e8re",
            "querido", "querida", "estimado", "estimada", "sehr geehrte", "sehr geehrter");
    private static final List<String> CLOSINGS = CueWords.list(
            "best wishes,kind regards,best regards,regards,warm regards,kindest regards,warmest regards,best,all the best,cheers,thanks,many thanks,thank you,sincerely,yours sincerely,yours faithfully,yours truly,"
                    + "sincerely yours,respectfully,cordially,love,take care,yours,gr\u00fc\u00dfen,gr\u00fcssen,gr\u00fc\u00dfe,gr\u00fcsse,gru\u00df,gruss,mfg,lg,vg,hochachtungsvoll,herzlichst,dein,deine,ihr,ihre,cordialement,bien \u00e0 vous,bien \u00e0 toi,amicalement,"
                    + "salutations,distingu\u00e9es,distingu\u00e9s,bises,saludos,un saludo,atentamente,un abrazo,cordialmente,saludo,saluti,un saluto,a presto,atenciosamente,abra\u00e7os,cumprimentos,abra\u00e7o,groet,groeten,groetjes,hoogachtend,"
                    + "h\u00e4lsningar,h\u00e4lsning,mvh,hilsen,hilsner,terveisin,ystav\u00e4llisesti,powa\u017caniem,pozdrawiam,pozdrowienia,pozdravem,\u00factou,pozdravom,sayg\u0131lar\u0131mla,sevgiler,sayg\u0131lar,\u0443\u0432\u0430\u0436\u0435\u043d\u0438\u0435\u043c,\u043f\u043e\u0432\u0430\u0433\u043e\u044e,\u043f\u043e\u0447\u0438\u0442\u0430\u043d\u0438\u0435,"
                    + "\u00fcdv\u00f6zlettel,tisztelettel,stim\u0103,respect,\u03b5\u03ba\u03c4\u03af\u03bc\u03b7\u03c3\u03b7,pozdrav,po\u0161tovanjem,signed,\u656c\u5177,tr\u00e2n tr\u1ecdng,hormat saya");
    /** Names of fields that hold a name, whatever it looks like. */
    private static final Set<String> FIELDS = Set.copyOf(CueWords.list(
            "firstname,lastname,surname,fullname,forename,givenname,familyname,middlename,maidenname,first name,last name,full name,given name,given names,family name,middle name,maiden name,nick name,legal name,preferred name,birth name,"
                    + "fname,lname,displayname,display name,sur name,nachname,vorname,vornamen,familienname,geburtsname,rufname,zuname,pr\u00e9nom,prenom,pr\u00e9noms,nom de famille,nom de naissance,apellido,apellidos,primer apellido,segundo apellido,nombre completo,nombre y apellidos,"
                    + "cognome,nome completo,sobrenome,apelido,voornaam,achternaam,roepnaam,f\u00f6rnamn,efternamn,fornavn,etternavn,efternavn,imi\u0119,nazwisko,imi\u0119 i nazwisko,jm\u00e9no,p\u0159\u00edjmen\u00ed,meno,priezvisko,etunimi,sukunimi,soyad,soyad\u0131,ad\u0131,ad soyad,ad\u0131 soyad\u0131,"
                    + "\u0438\u043c\u044f,\u0444\u0430\u043c\u0438\u043b\u0438\u044f,\u043e\u0442\u0447\u0435\u0441\u0442\u0432\u043e,\u0444\u0438\u043e,\u0456\u043c'\u044f,\u043f\u0440\u0456\u0437\u0432\u0438\u0449\u0435,\u03cc\u03bd\u03bf\u03bc\u03b1,\u03b5\u03c0\u03ce\u03bd\u03c5\u03bc\u03bf,\u6c0f\u540d,\u540d\u524d,\u59d3\u540d,\u59d3,\u540d,\uc774\ub984,\uc131\uba85,\u0627\u0644\u0627\u0633\u0645,\u0627\u0633\u0645,\u05e9\u05dd,vezet\u00e9kn\u00e9v,keresztn\u00e9v,n\u00e9v,nume,prenume,prezime,ime,vardas,pavard\u0117,"
                    + "uzv\u0101rds,v\u0101rds,perekonnanimi,eesnimi,h\u1ecd t\u00ean,nama lengkap,\u0928\u093e\u092e,kontaktperson,ansprechpartner,ansprechpartnerin,sachbearbeiter,sachbearbeiterin"));
    /** Whose name a field holds; the value must look like a name. */
    private static final Set<String> ROLES = Set.copyOf(CueWords.list(
            "name,nom,nombre,nome,naam,namn,navn,nimi,ad,patient,patientin,client,student,customer,contact,employee,applicant,tenant,recipient,sender,attn,attention,author,beneficiary,cardholder,account holder,signed,"
                    + "guardian,spouse,witness,insured,policyholder,payee,passenger,guest,kunde,kundin,absender,empf\u00e4nger,mieter,vermieter,kontoinhaber,z hd,z h,from,to,cc,bcc,reply to,von,an,de,\u00e0,para,da,van,aan,fr\u00e5n,till,od,do,"
                    + "destinataire,exp\u00e9diteur,client e,remitente,destinatario,mittente,p\u00e4cient,pacjent,paciente,paziente,cliente,assignee,reporter,reviewer,owner,manager,user,doctor,mother,father,husband,wife,\u043e\u0442,\u043a\u043e\u043c\u0443,\u043f\u0430\u0446\u0438\u0435\u043d\u0442,\u043a\u043b\u0438\u0435\u043d\u0442"));
    private static final Set<String> HEADERS = Set.of("from", "to", "cc", "bcc", "reply to", "sender", "von", "an",
            "de", "\u00e0", "para", "da", "van", "aan", "fr\u00e5n", "till", "od", "do", "kopie", "\u043e\u0442",
            "\u043a\u043e\u043c\u0443", "user", "owner", "ad", "manager",
            "name", "nom", "nome");
    private static final Set<String> THINGS = Set.copyOf(CueWords.list(
            "class,file,host,domain,product,table,column,package,project,brand,model,company,variable,function,method,event,street,city,country,field,module,key,tag,branch,"
                    + "server,service,job,step,image,container,database,group,team,game,app,application,store,region,node,task,queue,topic,folder,directory,device,type,place,pet,dog,cat,song,book,movie,film"));
    private static final Set<String> NO_NAME = Set.copyOf(CueWords.list(
            "sir,madam,sirs,all,team,customer,customers,friends,friend,colleagues,colleague,everyone,everybody,the,a,i,we,you,it,this,that,parents,editor,hiring,damen,herren,kollegen,kolleginnen,freunde,herr,frau,mr,mrs,ms,dr,monsieur,"
                    + "madame,world,there,again,folks,guys,ladies,gentlemen,kitty,pepper,martens,sirs,reader,readers,members,member,users,user,students,neighbours,santa,god,lord,diary,john-doe,who,what,how,kunde,kunden,kundin,leser,eltern,gast,"
                    + "g\u00e4ste,tous,toutes,amis,client,clients,se\u00f1or,se\u00f1ora,senhor,senhora,zusammen,welt,monde,mundo,mondo,you,so,for,and,but,is,it's,to,from,mitglieder,nachbarn,collega,collega's,allemaal,alla,kaikki,panie,pa\u0144stwo,"
                    + "sales,support,admin,american,quixote,null,none,true,false,string,required,optional,unknown,anonymous,n,undefined,text,varchar,first,last,name,monday,tuesday,wednesday,thursday,friday,saturday,sunday,january,february,march,april,"
                    + "june,july,august,september,october,november,december,universe,right,holmes-effect,committee,sehr,very,much,so,department,board,council,guest,partner,partners,applicant,recipient,world!"));
    /** Words in capitals that are none of a name: in texts in capitals alone. */
    private static final Set<String> CAPITALS = Set.copyOf(CueWords.list(
            "THE,AND,FOR,WITH,FROM,IS,WAS,ARE,CAME,SAID,HAS,WILL,YOUR,OUR,THIS,THAT,ALL,NOT,NO,OF,TO,IN,ON,AT,BY,OR,SIGNED,WROTE,UND,DER,DIE,DAS,IST,WAR,HAT,MIT,ET,EST,LE,LA,WHO,ITS,IT,HE,SHE,WE,YOU,UP,OUT,DOWN,CALENDAR"));
    private static final Set<String> PARTICLES = Set.copyOf(CueWords.list(
            "van,von,vom,de,der,den,dem,het,la,le,les,di,da,del,della,dello,dos,das,do,du,des,el,bin,ibn,bint,ben,al,ter,ten,te,zu,zur,zum,af,av,of,san,santa,st,mac,mc,abu,y,e,i,ap,und,op,'t,lo"));
    private static final Set<String> SMALL_WORDS = Set.copyOf(CueWords.list(
            "and,or,who,is,was,has,had,the,a,said,says,came,will,can,in,on,at,to,for,with,of,from,und,oder,hat,ist,et,no,title,title:,as,if,are,not,please,visit,visits,office,appointment,appointments,about,her,his,that"));
    private static final int MAX_WORDS = 6;

    private People() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            if (!Character.isLetter(scan.at(i)) || !scan.startsHere(i)) {
                continue;
            }
            int end = Streets.wordEnd(scan, i);
            titled(scan, i, end, found);
            if (ScannedText.isUpper(scan.at(i))) {
                given(scan, i, end, found);
                greeted(scan, i, end, found);
            }
            closed(scan, i, end, found);
            if (Field.begins(scan, i)) {
                field(scan, Field.at(scan, i), found);
            }
        }
        announced(scan, found);
        PeopleForms.find(scan, found);
    }

    private static void titled(ScannedText scan, int from, int end, List<Sensitive> found) {
        if (!isTitle(scan, from, end)) {
            return;
        }
        int at = afterTitle(scan, end);
        if (at == end) {
            return;
        }
        String title = scan.lower().substring(from, end);
        boolean isCapitals = end - from > 1 && scan.text().substring(from, end).equals(title.toUpperCase(Locale.ROOT))
                && ScannedText.isUpper(scan.at(from + 1)) && ScannedText.isUpper(scan.at(at + 1));
        int stop = name(scan, at, MAX_WORDS, isCapitals);
        if (stop == at && SURE_TITLES.contains(title) && (ScannedText.isUpper(scan.at(from)) || scan.at(end) == '.')
                && Character.isLowerCase(scan.at(at))) {
            int word = Streets.wordEnd(scan, at);
            stop = word - at > 1 && !SMALL_WORDS.contains(scan.text().substring(at, word)) ? word : at;
        }
        add(scan, at, stop, found);
    }

    private static boolean isTitle(ScannedText scan, int from, int end) {
        String word = scan.text().substring(from, end);
        String first = word.substring(0, 1).toUpperCase(Locale.ROOT);
        boolean isDotted = scan.at(end) == '.' && SURE_TITLES.contains(scan.lower().substring(from, end));
        return TITLES.contains(word) || word.length() > 1 && ScannedText.isUpper(word.charAt(1))
                && TITLES.contains(first + scan.lower().substring(from + 1, end)) || isDotted;
    }

    private static int afterTitle(ScannedText scan, int end) {
        int at = end + (scan.at(end) == '.' ? 1 : 0);
        // "Dott.ssa", "Sig.ra": the ending is written behind the dot.
        while (at > end && Character.isLowerCase(scan.at(at)) && at - end < 5 && scan.at(end) == '.'
                && Streets.wordEnd(scan, end + 1) - end <= 4) {
            at++;
        }
        at += scan.at(at) == ' ' ? 1 : 0;
        if (at == end) {
            return end;
        }
        int next = Streets.wordEnd(scan, at);
        // "Herr Dr. Meier", "Prof. Dr. med. Meier": titles follow each other.
        boolean isMore = next > at
                && (isTitle(scan, at, next) || List.of("med", "rer", "phil", "jur", "nat", "ing", "h", "c", "habil")
                        .contains(scan.text().substring(at, next)) && scan.at(next) == '.');
        return isMore ? Math.max(at, afterTitle(scan, next)) : at;
    }

    private static void given(ScannedText scan, int from, int end, List<Sensitive> found) {
        String word = scan.text().substring(from, end);
        boolean isCapitals = word.length() > 2 && ScannedText.isUpper(word.charAt(1));
        String name = isCapitals ? word.charAt(0) + scan.lower().substring(from + 1, end) : word;
        if (GIVEN.contains(name)) {
            int stop = name(scan, from, 4, isCapitals);
            if (stop > end) {
                add(scan, from, stop, found);
            }
        }
    }

    private static void greeted(ScannedText scan, int from, int end, List<Sensitive> found) {
        int two = scan.at(end) == ' ' ? Streets.wordEnd(scan, end + 1) : end;
        boolean isTwo = GREETINGS.contains(scan.lower().substring(from, two));
        String greeting = scan.lower().substring(from, isTwo ? two : end);
        if (!isTwo && !GREETINGS.contains(greeting)) {
            return;
        }
        int at = isTwo ? two : end;
        at += scan.at(at) == ',' ? 1 : 0;
        if (scan.at(at) != ' ') {
            return;
        }
        at++;
        int stop = name(scan, at, 4, false);
        char next = scan.at(stop);
        int another = stop;
        for (String and : List.of(" and ", " und ", " et ", " y ", " e ", " & ", ", ", " en ", " och ", " i ",
                " \u0438 ")) {
            if (stop > at && ScannedText.startsAt(scan.text(), and, stop)) {
                another = stop + and.length();
            }
        }
        boolean isEnd = stop == scan.length() || ",!.:;\n?-)\"".indexOf(next) >= 0
                || another > stop && ScannedText.isUpper(scan.at(another));
        if (stop > at && (isEnd || STRONG_GREETINGS.contains(greeting))) {
            add(scan, at, stop, found);
            int more = name(scan, another, 4, false);
            if (another > stop && more > another && ",!.:;\n".indexOf(scan.at(more)) >= 0) {
                add(scan, another, more, found);
            }
        }
    }

    /** A line of nothing but a name below the closing words of a letter, or a name behind them. */
    private static void closed(ScannedText scan, int from, int end, List<Sensitive> found) {
        boolean isEnd = scan.at(end) == ',' || scan.at(end) == '!' || scan.at(end) == '.' || scan.at(end) == '\n';
        if (!isEnd) {
            return;
        }
        String line = scan.lower().substring(Math.max(Field.lineStart(scan, from), from - 40), end);
        if (CLOSINGS.stream().noneMatch(closing -> line.equals(closing) || line.endsWith(" " + closing))) {
            return;
        }
        int at = end + (scan.at(end) == '\n' ? 0 : 1);
        int breaks = 0;
        while (scan.at(at) == ' ' || scan.at(at) == '\n' || scan.at(at) == '-' && breaks > 0) {
            breaks += scan.at(at) == '\n' ? 1 : 0;
            at++;
        }
        int stop = name(scan, at, 5, false);
        char next = scan.at(stop);
        boolean isWhole = stop == scan.length() || next == '\n' || next == ',' || next == '('
                || next == '.' && (stop + 1 >= scan.length() || scan.at(stop + 1) == '\n');
        if (stop > at && breaks <= 4 && isWhole) {
            add(scan, at, stop, found);
        } else if (breaks > 0 && breaks <= 4) {
            int lineEnd = Field.lineEnd(scan, at);
            String name = scan.text().substring(Math.min(at, lineEnd), lineEnd);
            if (isPlainName(name) && name.indexOf(' ') > 0 && name.chars().filter(c -> c == ' ').count() < 3
                    && !line.endsWith("thanks")) {
                add(scan, at, lineEnd, found);
            }
        }
    }

    private static boolean isPlainName(String name) {
        return !name.isEmpty() && name.length() <= 60
                && name.chars().allMatch(c -> Character.isLetter(c) || c == ' ' || c == '-' || c == '\'' || c == '.');
    }

    private static void field(ScannedText scan, Field field, List<Sensitive> found) {
        String words = field.words().trim();
        boolean isSure = FIELDS.contains(words)
                || FIELDS.stream().anyMatch(name -> name.indexOf(' ') > 0 && field.endsWith(name))
                || FIELDS.contains(field.last()) && !field.last().equals("name");
        boolean isRole = !isSure && (ROLES.contains(words)
                || words.endsWith(" name") && ROLES.contains(words.substring(0, words.length() - 5)));
        String phrase = field.phrase().trim();
        boolean isOfThing = isRole && words.equals("name") && phrase.length() > 5 && THINGS
                .contains(phrase.substring(phrase.lastIndexOf(' ', phrase.length() - 6) + 1, phrase.length() - 5));
        if (!isSure && !isRole || isOfThing) {
            return;
        }
        Field.Value value = field.value(scan);
        if (value.link() != Field.Link.SIGN && !(isSure && value.link() == Field.Link.VERB)) {
            return;
        }
        int start = value.start();
        int stop = name(scan, start, 5, true);
        if (value.isQuoted()) {
            String text = scan.text().substring(start, value.end());
            boolean isName = isSure ? isPlainName(text) && !NO_NAME.contains(text.toLowerCase(Locale.ROOT))
                    : stop == value.end() && text.indexOf(' ') > 0;
            if (isName) {
                add(scan, start, value.end(), found);
            }
            return;
        }
        if (stop == start && isSure && Character.isLetter(scan.at(start))
                && !NO_NAME.contains(scan.lower().substring(start, Streets.wordEnd(scan, start)))) {
            stop = Streets.wordEnd(scan, start);
            boolean isCode = scan.at(stop) == '(' || scan.at(stop) == '.' || scan.at(stop) == '['
                    || ScannedText.isWord(scan.at(stop));
            stop = isCode || scan.at(field.end()) == ' ' && scan.at(field.end() + 1) == '=' ? start : stop;
        }
        // What one word may be that stands in a header, such as a town, is not said.
        boolean isHeader = HEADERS.contains(words) && !words.startsWith("n");
        if (isHeader && scan.at(stop) == ',' && stop > start) {
            // "Schmidt, Anna"
            int reversed = name(scan, stop + 2, 3, true);
            stop = reversed > stop + 2 && (reversed == scan.length() || scan.at(reversed) == '\n') ? reversed : stop;
        }
        boolean isOne = scan.text().substring(start, Math.max(start, stop)).indexOf(' ') < 0;
        boolean isWhole = stop == scan.length() || "\n,;<|&)\"(".indexOf(scan.at(stop)) >= 0 || !isHeader;
        boolean isLineStart = !isHeader || scan.text().substring(Field.lineStart(scan, field.start()), field.start())
                .chars().noneMatch(Character::isLetter);
        if (stop > start && !(isHeader && isOne) && isWhole && isLineStart) {
            add(scan, start, stop, found);
        }
    }

    private static void announced(ScannedText scan, List<Sensitive> found) {
        for (String cue : ANNOUNCED) {
            for (int at = scan.lower().indexOf(cue); at >= 0; at = scan.lower().indexOf(cue, at + 1)) {
                int from = at + cue.length();
                while (scan.at(from) == ' ' || scan.at(from) == ',' || scan.at(from) == '\n' || scan.at(from) == ':') {
                    from++;
                }
                int stop = name(scan, from, 4, false);
                boolean isWhole = !Character.isLetter(scan.at(at - 1)) && from > at + cue.length();
                // "Ich bin Arzt": without a second word it may be anything.
                boolean isSure = !cue.equals("ich bin")
                        || scan.text().substring(from, Math.max(from, stop)).indexOf(' ') > 0;
                if (isWhole && isSure) {
                    add(scan, from, stop, found);
                }
            }
        }
    }

    static void add(ScannedText scan, int from, int end, List<Sensitive> found) {
        int stop = end;
        while (stop > from && (scan.at(stop - 1) == '.' || scan.at(stop - 1) == ' ')
                && !(stop - from >= 2 && ScannedText.isUpper(scan.at(stop - 2))
                        && !Character.isLetter(scan.at(stop - 3)))) {
            stop--;
        }
        if (stop > from) {
            found.add(new Sensitive(from, stop, SensitiveKind.PERSON, "person"));
        }
    }

    /**
     * Where a name ends that begins here: capitalised words and initials with particles between or before them, such as
     * "J. R. R. Tolkien", "von der Heide", "al-Hassan", "d'Artagnan"; {@code from} where there is none.
     *
     * @param isCapitals whether words in capitals alone are taken
     */
    static int name(ScannedText scan, int from, int most, boolean isCapitals) {
        int end = from;
        int i = from;
        int names = 0;
        for (int words = 0; words < most + 3 && names < most; words++) {
            int stop = Streets.wordEnd(scan, i);
            if (stop == i) {
                break;
            }
            String word = scan.text().substring(i, stop);
            boolean isInitial = stop == i + 1 && ScannedText.isUpper(scan.at(i)) && scan.at(stop) == '.';
            boolean isUpper = ScannedText.isUpper(scan.at(i));
            boolean isPrefixed = !isUpper && isPrefixed(scan, i, stop);
            if (isInitial) {
                stop++;
                end = stop;
                names++;
            } else if (isUpper || isPrefixed) {
                boolean isAll = word.length() > 1 && ScannedText.isUpper(word.charAt(1))
                        && word.equals(word.toUpperCase(Locale.ROOT));
                boolean isNone = NO_NAME.contains(scan.lower().substring(i, stop)) || isAll && CAPITALS.contains(word);
                if (isNone || word.length() == 1 && names == 0 && word.charAt(0) < 128
                        || ScannedText.isWord(scan.at(stop))) {
                    break;
                }
                end = stop;
                names++;
            } else if (!PARTICLES.contains(word)) {
                break;
            }
            boolean goesOn = scan.at(stop) == ' ' || isInitial && ScannedText.isUpper(scan.at(stop));
            if (!goesOn) {
                break;
            }
            i = stop + (scan.at(stop) == ' ' ? 1 : 0);
        }
        return end;
    }

    /** al-Hassan, d'Artagnan: a small prefix before a capital. */
    private static boolean isPrefixed(ScannedText scan, int from, int end) {
        for (int i = from + 1; i < Math.min(from + 4, end); i++) {
            if ((scan.at(i) == '-' || scan.at(i) == '\'') && ScannedText.isUpper(scan.at(i + 1))) {
                return true;
            }
        }
        return false;
    }
}
