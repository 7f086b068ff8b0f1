package dev.tabitat.core.retrieval;

/**
 * Function words and the words of questions, small, without accents, what is behind an apostrophe for itself; after
 * Snowball's lists.
 */
final class StopWords {

    static final String ENGLISH = "a about above after again against all also am an and any anybody anyone anything are as at be because been before being below between both but by can cannot could d did do does doing "
            + "don done during each either else ever every few for from further get gets getting go goes going got had has have having he her here hers herself him himself his how i if im in into is it its itself "
            + "just let ll like m made make makes many may maybe me might mine more most much must my myself need needs no nor not now of off often on once one only or other ought our ours ourselves out over own "
            + "per please re s said same say says shall she should since so some somebody someone something still such t take takes tell than that the their theirs them themselves then there these they this those "
            + "through to too under until up upon us ve very was way we were what whats when where whether which while who whom whose why will with within without would yet you your yours yourself";

    static final String GERMAN = "ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bekomme bekommen bekommt bin bis bist bitte bleibt da dabei "
            + "dafur damit dann darf darfst das dass dein deine dem den denn der des dessen die dies diese diesem diesen dieser dieses dir doch dort du durch durfen ein eine einem einen einer eines einmal er es "
            + "etwas euch euer eure furs fur gegen geht gehort gibt habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jemand "
            + "kann kannst kein keine keinem keinen keiner konnen konnte man manche mehr mein meine meinem meinen meiner mich mir mit muss musse mussen musste nach nachdem nicht nichts noch nun nur ob oder ohne "
            + "schon sehr sein seine seinem seinen seiner seit sich sie sind so solche soll sollen sollte sondern sonst uber um und uns unser unsere unter viel viele vielen vom von vor wann war waren warum was "
            + "wegen weil welche welchem welchen welcher welches wem wen wenn wer werde werden wessen wie wieder wieviel will wir wird wirst wo woher wohin wollen wurde wurden zu zum zur zwischen";

    static final String FRENCH = "a ai aie ait alors apres as au aucun aucune aura aussi autre autres aux avant avec avez avoir avons ayant c ce ceci cela celle celles celui ces cet cette ceux chaque chez combien comme "
            + "comment contre d dans de depuis des dois doit doivent donc dont du elle elles en encore entre es est et etaient etait ete etes etre eu eux faire fait faut il ils j je jusqu jusque l la le les leur leurs "
            + "lors lui m ma mais me mes meme moi moins mon n ne ni nos notre nous on ont ou par pas pendant peu peut peuvent peux plus pour pourquoi pres puis qu quand que quel quelle quelles quels qui quoi s sa sans "
            + "sauf se selon sera ses si soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vers voici voila vos votre vous y";

    static final String SPANISH = "a al algo alguien algun alguna algunos ante antes aqui asi aun aunque cada como con contra cual cuales cuando cuanta cuantas cuanto cuantos de debe deben debo del desde donde dos e el ella "
            + "ellas ellos en entre era es esa esas ese eso esos esta estaba estan estar este esto estos estoy fue ha hace hacer han hasta hay he ir la las le les lo los mas me mi mientras mis mucho muchos muy nada ni "
            + "no nos nosotros o os otra otras otro otros para pero poco por porque puede pueden puedo pues que quien quienes se sea segun ser si sido sin sobre son soy su sus tambien tanto te tener tengo ti tiene "
            + "tienen toda todas todo todos tu tus un una uno unos y ya yo";

    static final String ITALIAN = "a ad agli ai al alla alle allo anche ancora avere avete che chi ci cio come con contro cosa cui d da dai dal dalla dalle dallo dagli degli dei del dell della delle dello deve devo devono di "
            + "dopo dove e ed era essere fa fra fare gli ha hai hanno ho i il in io l la le lei lo loro lui ma mi mia mie miei mio molto ne nei nel nella nelle nello negli no noi non nostra nostro o ogni per perche "
            + "piu poi posso possono prima puo qual quale quali quando quanta quante quanti quanto quella quelle quelli quello questa queste questi questo qui se sei senza si sia sono sopra sotto su sua sue sugli sui "
            + "sul sulla sulle suo suoi tra tu tua tuo tutti tutto un una uno vi voi";

    static final String DUTCH = "aan achter al alle alles als andere ben bij daar dan dat de deze die dit doen doet door dus een en er ge geen had hadden heb hebben heeft hem het hier hij hoe hoeveel hun iemand iets ik in is ja "
            + "je jij jou jouw jullie kan kon kunnen kunt maar mag me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op over te tegen toch toen tot u uit uw van veel voor "
            + "waar waarom wanneer waren was wat we welk welke wel werd wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou";

    static final String PORTUGUESE = "a ao aos aquela aquele aqueles aquilo as ate cada com como contra cujo da das de dela dele deles depois deve devem devo do dos e ela elas ele eles em entre era essa esse esses esta estao "
            + "estar estas este estes eu faz fazer foi foram ha isso isto ja lhe mais mas me mesmo meu meus minha minhas muito muitos na nas nao nem no nos nossa nosso num numa o onde os ou para pela pelas pelo pelos "
            + "pode podem por porque posso qual quais quando quanta quantas quanto quantos que quem sao se seja sem ser seu seus si so sob sobre sua suas tambem te tem tenho ter teu teve toda todas todo todos tu um uma "
            + "uns voce voces";

    private StopWords() {}
}
