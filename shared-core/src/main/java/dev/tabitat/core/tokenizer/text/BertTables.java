package dev.tabitat.core.tokenizer.text;

/**
 * What Hugging Face's tokenizers 0.21 does to code points; made by BertTablesGenerator, which measures it.
 *
 * <pre>
 * table  = number*
 * number = digit*: 5 bits each, the lowest first, as the character 35 + bits, and 32 more when another follows
 * signed = number: 2n for n &gt;= 0, -2n - 1 otherwise
 * gap    = number: from the end of the entry before
 * </pre>
 */
final class BertTables {

    /** (gap length)*: what clean_text takes away. */
    static final String REMOVED = ""
            + "#,%%$5b%D$0$UM$)9$C)$T$$aJ'$_b$(=(T$($-S_R$CK)bR$$\\*&$$bH'$EbM$'RI(+IWN;$AC&C_b$abb$%abb$";

    /** (gap length)*: white space. */
    static final String SPACES = ""
            + ",(5$G&$=$bQ($bN%.@%($R$$C`&$";

    /** (gap length)*: punctuation, a word for itself. */
    static final String PUNCTUATION = ""
            + "D$2-*=)='E$$($&$-%&$&$a8$+$U1)L$%V$$$$%$%$O$%7%$%0$%%M%'I&$N$1L*&Y$2B$H+%-$b.$F;$]%$-%K(2$$H$'J%$M%('%R&)N($G6,Z'$O6%O$%"
            + "Q%&J%%`'&$&H$.\\,%[)%C'*$)O(*^''^$(a$%C%+.$_<;+7$0$/A%1%\\6'@%`D$1R%%B-V/9b$'C$%^:'$%S&$R'R$$6a0&'-%/3$/$E&$]%$EC@%P+&F&$-"
            + "$V&)_.'Y%%K$&$$T$%R$$D&03%_&'a&%3%\\*$UM7%S)-9F$$1$$'$$%X'&$)$'-%&%=&$$>$$$$*]/&_7$S$$a/$J:$J)$B$S+,I$$S&*E%*\\%'MH$*P&%$'"
            + "a&'S$%R%(&$0$$&[%)N&$_3$]*:L&&[*&TL&(\\R4%H'$D%(+$]M7$JR*(";

    /** (gap length)*: marks that strip_accents takes away once decomposed. */
    static final String MARKS = ""
            + "C;C%%$%N$V+(L+P$$$$%$%$$K%.S$83$H&*%)%%$'F$$A>^%.]$,E$'$,$&$(N$&J'C$Z$$$$'+'$&*-%@$]$$''+$7%@%\\$$'%'%%&&$A%&$.%\\$$'($%'$"
            + "7%@$]$$%$$'+$+$.%A$`$$/$U$$`$&(%%'*%.%@$]$$%$)$(%7%@$b$'+$7%I&$*&$$]%$%*/+E&$%)$%.)M%%>$$$$$Z$%$$%$$)$$$&$%()$'$'$'$'$'$"
            + "/$&,$I&'$)$%%%<%'&3'0$%%)$2$b8&U@&@&@%A%C%%$*+$%.,$P$&^'$Y&&'%,$)&^)%%$]$$$*$$$$%+)-%$S$1E%'S$$$($$($K$,/%C$'%%$&[$$$%&$"
            + "$&]$+%%['&$0$*'$)$&%I)Y$)'S90'$&/ab%&P'$C&C$M4'N&%WQ@$'-C$%S%%S+$&$'$<%`'$>5W$+<.Q$&S$$%'%$K$$F%)%%%%/$+$R$$V$$$&%%(%$$M"
            + "$%+$Q*$%$'$S\\6$D:333PA$E*$X'(IW$&$%('K$&'$H(%]K$$Y$2[$&T$'%%H%&G$($$%(a$$/%W$,.&E&&%$$%J($&+8%]$$&$H$*&(a,)$$'%$%Q*')%$%"
            + ">%X%+%$$%M&$$$%)$$H&&%'$(Ga7(^$*[E$'MK6%KI(&4+%*A'W'&^`$Z$'U$+$1$9($2CT&*LDI;S*";

    /** (gap length rank)*: combining classes other than 0, numbered from 1 in their order. */
    static final String CLASSES = ""
            + "C;8U$#$V$#'P$#$V$#$N$#(P$#%L$#'P$#%L$#.P$#($#'P$#&U$%$U$%$Y$#$U$#&P$#&U$#%P$$&U$#'P$#$U$#$V$#%P$#$U$#$W$#%X$#$W$#%X$#$W$"
            + "#0U$V+(U$L+$P$#'U$#$P$#&U$#$Q$#$P$#)U$#)P$#%U$#$P$#%U$#$Q$#$T$#$U$#$(#$)#$*#$+#$,#$-#$.#$/#$0#%1#$2#$3#$4$$5$$6#$7$$U$#$"
            + "P$$$0K%+U$#$<#$=#$>S$$9#$:#$;#$<#$=#$>#$?#$@#%U$#%P$#(U$#$P$#%U$#$P$3$AH&*U$%'U$#$P$#$U$%%U$$$P$#%U$#$P$F$$BA$U$#$P$#%U$"
            + "#$P$#%U$#&P$#$U$#%P$#$U$#$P$#&U$#$P$#$U$#$P$#$U$#$P$#$U$#$P$#%U$C(*U$#$P$#$U$E$'U$$,U$$&U$$(U$N$&P$[&1U$$$P$#%U$#$P$#%U$"
            + "#$P$#&U$#&P$#$9#$:#$;#&U$#$P$#%U$#%P$#(U$_$$%3$'&$U$#$P$#%U$J&$%3$'Q&$%3$'Q&$%3$'Q&$%3$'b&$'b&$'*$C$#$D$H&$%3$'b&$'_&$'P"
            + "&%E$#$'0'F$O&%G$1'H$O%%P$>$P$$$P$$$N$Z$$I$#$J$$$K$('J$%$J$$%U$#$'$%U$a$$P$S&$%$%'U%$P$R9&U$W@$'B$'`'$'-$U$N)$T$R'$Q$#$U$"
            + "#$P$^)$U$#$P$J%$'7+U$%$P$S$(U$#)P$#%U$#$P$Y&$%2$'I$$U$#$P$#*U$Y$%']$$%.%'F%$%['&U$$$$#(P$#%U$#'P$#$U$$*$'$P$)$U$&%U$I)%U"
            + "$#$P$#*U$#$P$#%U$#$X$#$M$#$P$#$L$#H$U$($U$#$W$#$P$#$U$#$P$S9%U$#%$#'U$#&$#%U$'$U$&%$#$U$#$P$#$U$#%$#'P$#$U$ab%&U$P'$'C&C"
            + "$U$M4$O$#$T$#$V$#$Q$#%R$L&%&WQ@$U$'-U$C$%U$S%%U$W+$'`($'>5U$\\$&P$H$$'b%$%/$'R*$U$$%U$#$P$%%U$(%U$$$U$W$$'Y*$'S\\6$8D;*U$#"
            + "*P$#%U$PA$P$E*$P$X'(U$UW$$P$$$U$K$$U$#$$#$P$'$'H($U$#$P$bM$$'[$$'\\$$'#$%H%&U$S$%'a$$%O%$',$%M&$'#$%U($%#$'T%$%3$';*U$&(U"
            + "$P)$'&$%^&$'#$%^*$'#$%a&$'Y&$'#$%V&$'VK$$'SX6($^$*U$JN7$$II(%N$#&$&$S$#(N$++P$%(U$#%P$A'U$W'&U$^P&*U$$4U$%*U$$%U$$(U$HH%"
            + "*P$P&)U$#$%";

    /**
     * (gap * 4 + n - 1, signed from the first one before, (signed from U+0300){n - 1})*: full canonical decompositions,
     * but those of Hangul.
     */
    static final String DECOMPOSITIONS = ""
            + "D;E'#$#%$#'$#)$#3$#7('Q%$'#$#%$#'$#3$+#$#%$#'$#3(-)$%#$#%$#'$#)$#3,/#$#%$#'$#3$+%,3#$#%$#'$#)$#3$#7('Q%$'#$#%$#'$#3$+#$#"
            + "%$#'$#3(-)$%#$#%$#'$#)$#3,/#$#%$#'$#3$+%(#3$R&+$C%+$b$/$C%/$b$S%$C%S%$^$%$C%%$b$'$C%'$b$1$C%1$b$;$C%;$`$;$C%;,`$+$C%+$b$"
            + "/$C%/$b$1$C%1$b$S%$C%S%$b$;$C%;$^$'$C%'$b$/$C%/$b$1$C%1$b$Q%$C%Q%$`$'$C%',`$)$C%)$b$+$C%+$b$/$C%/$b$S%$C%S%$b$10%'$C%'$`"
            + "$Q%$C%Q%(`$%$C%%$b$Q%$C%Q%$b$;$C%;4^$%$C%%$b$Q%$C%Q%$b$;$C%;0`$+$C%+$b$/$C%/$b$9$C%9,\\$%$C%%$b$Q%$C%Q%$b$;$C%;$`$%$C%%$b"
            + "$'$C%'$b$Q%$C%Q%$b$;$C%;$`$Q%$C%Q%$b$;$C%;,`$)$C%)$b$+$C%+$b$/$C%/$b$7$C%7$b$9$C%9$b$S%$C%S%$^$'$C%'$^$'$C%'$b$3$%%$C%%$"
            + "b$1$C%1$b$;$C%;H'X%Y$$C%Y$X$V$Y$$C%Y$T&J&;$C%;$R$;$C%;$V$;$C%;$V$;$C%;%b$3+%C%3+%b$3%%C%3%%b$3;%C%3;%b$3#%C%3#)J&3+%C%3+"
            + "%b$1+%C%1+$M)+$C%+,`,;$C%;$Z$;$C%;$Z$S%$C%S%%b$S%+%C%S%+$S7;$Y0;$RE$;0H%%$C%%,T$#$C%#%\\%7%%C%7%$M)%$C%%$>%$C%%$P.A$C%A$b"
            + "$E$$C%E$$Z$A$C%A$b$E$$C%E$$Z$A$C%A$b$E$$C%E$$V$A$C%A$b$E$$C%E$$\\$A$C%A$b$E$$C%E$$\\$A$C%A$b$E$$C%E$$F%O%$C%O%$`$O%$C%O%,Z"
            + "%;$C%;<P%1$C%1$Z$Q%$C%Q%%N$3+%C%3+%b$)+%C%)+$b$1$C%1%b$1+%C%1+$N$+$C%+SD$QK$#%'G$$8%_(`'G$^J$<])%$UQ$%#VP$$_P$%$'%$'%(/%"
            + "(/%$+%%C$3%H&b$3$;3$;%$+%$'%$'%%;3%H&:3$;3$.%$/%$+%45%$#3P(I'#$#3(&%0<34K$%$&#$9/L$8/`&C%/\\%(#$#3(&%0I%34Z$%$&#$9/`%E&A$"
            + "%AH,`(/$C%/X$N%/$C%/$b$3$C%3,X$/$C%/,I-3$%3$H/3$C%3$`$3$C%3,`$+$C%+$b$3$C%3$V$3$C%3,W-3$%3$Z.3$C%3$V%+$C%+$b$3$C%3$b$9$C"
            + "%9$Z$3$C%3,Z$3$C%3DH$[@IX$$#KX$$E%KX$$D%MX$$I%KX$H6Y+KX$(J$KX$D%E$KX$XM%OH$[F&@3[F&,)[F&P'^$[F&$%[F&$%[F&$-[F&$-[F&$%[F&"
            + "$5[F&$+[F&P0S,_N&$#QP&`$N%[N&$%[N&(=[N&P-I+[V&,/[V&L'F%[V&$%[V&$-[V&,A[V&H@[4OH',#_F'$#QH'`$N%[F'$%[F'\\)C*QP'X)K&_N'$%_N"
            + "'$$QP'P2C+OX'`1U*M`'<1M`'$#O`'(#G_'%#G_'M`'\\2C+_F($%_F($$QH(X4I,WO((#aO(%#aO(WO($#aP(TO$U9QN)H$7QN)4-QN)4-QN)4-QN)T$X$MN"
            + ")H$E&GJ)(#KJ)$E'CK)(%CK)D$F'CK)H%E%QN)H$7QN)4-QN)4-QN)4-QN)T$X$MN)T0M,_U)`^-CQ(MF/('MF/('MF/('MF/('MF/0+MF/D(U%MF/('MF/,"
            + "'MF/$%MF/()MF/TZ%DS0M%$C%M%$`$1$C%1$b$I%$C%I%$b$E&$C%E&%`$Q%%%C%Q%%$`$1$C%1$b$I%$C%I%$b$E&$C%E&$b$Q%$C%Q%$b$]%$C%]%%`$+#"
            + "%C%+#%b$+%%C%+%$b$]%$C%]%$b$C&$C%C&%b$Q%/%C%Q%/$`$1$C%1$`$+$C%+$`$1$C%1$b$I%$C%I%$b$3$C%3$b$Q%$C%Q%$b$_%$C%_%$`$C&$C%C&%"
            + "b$3%%C%3%$^$%$C%%$b$I%$C%I%$b$E&$C%E&$`$I%$C%I%%b$I%+%C%I%+$b$E&$C%E&$b$]%$C%]%$`$%$C%%$b$1$C%1$b$I%$C%I%$`$1$C%1$b$I%$C"
            + "%I%$b$E&$C%E&$b$]%$C%]%%`$)%%C%)%%b$)3%C%)3%b$+#%C%+#%b$+%%C%+%$`$%$C%%$b$1$C%1$^$1$C%1$b$I%$C%I%%b$I%+%C%I%+$b$E&$C%E&$"
            + "`$1$C%1$b$I%$C%I%%b$%1%C%%1%b$;1%C%;1%b$I%1%C%I%1$`$1$C%1$b$I%$C%I%$b$E&$C%E&$b$]%$C%]%$`$K%$C%K%$b$C&$C%C&$b$]%$C%]%%b$"
            + ")%%C%)%%b$+3%C%+3$`$)$C%)$b$I%$C%I%$`$#$C%#$b$%$C%%$b$3$C%3$b$1$C%1$b$I%$C%I%$`$1$C%1$b$3$C%3$`$1$C%1$`$'$C%'$b$I%$C%I%$"
            + "b$E&$C%E&$F$E&$;3$)7$'7(O314^6I%$C%I%$b$5$C%5%b$'%%C%'%%b$'#%C%'#%b$'5%C%'5%b$')%C%')%b$I%'%C%I%'%b$/%%C%/%%b$/#%C%/#%b$"
            + "/5%C%/5%b$/)%C%/)%b$I%/%C%I%/$Z$I%$C%I%$b$5$C%5$b$)$C%)%b$'%%C%'%%b$'#%C%'#%b$'5%C%'5%b$')%C%')%b$I%'%C%I%'$Z$5$C%5$b$I%"
            + "$C%I%$V$I%$C%I%$b$5$C%5%b$'%%C%'%%b$'#%C%'#%b$'5%C%'5%b$')%C%')%b$I%'%C%I%'%b$Y$%%C%Y$%%b$Y$#%C%Y$#%b$Y$5%C%Y$5%b$Y$)%C%"
            + "Y$)%b$Y$I%%C%Y$I%$V$I%$C%I%$b$5$C%5%b$Y$%%C%Y$%%b$Y$#%C%Y$#%b$Y$5%C%Y$5%b$Y$)%C%Y$)%b$Y$I%%C%Y$I%$Z$#$C%#$b$I%$C%I%$b$5$"
            + "C%5$b$)$C%)<SV$I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$b$I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$K%I$$#K$%#I$#%#K$#%#I$%%#"
            + "K$%,b$I$$#K$%#I$#%#K$#%#I$%%#K$%,G%I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$b$I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$G%I$$"
            + "#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$b$I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$O%I$$#K$%#I$#%#K$#%#I$%%#K$%,b$I$$#K$%#I$#%"
            + "#K$#%#I$%%#K$%,O%I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'(b$K$)#K$#)#K$%)#K$G'$K%I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$b$"
            + "I$$#K$%#I$#%#K$#%#I$%%#K$%%#I$G'%#K$G'$3#$#%$+#$#%$'#$#%$'#$#%$/#$#%$/#$#%$+#$#%-R$I$M'%#K$M'&#I$#M'&#K$#M'&#I$%M'&#K$%M"
            + "'&#I$G'M'&#K$G'M'%b$I$M'%#K$M'&#I$#M'&#K$#M'&#I$%M'&#K$%M'&#I$G'M'&#K$G'M'%O%I$M'%#K$M'&#I$#M'&#K$#M'&#I$%M'&#K$%M'&#I$G"
            + "'M'&#K$G'M'%b$I$M'%#K$M'&#I$#M'&#K$#M'&#I$%M'&#K$%M'&#I$G'M'&#K$G'M'%G&I$M'%#K$M'&#I$#M'&#K$#M'&#I$%M'&#K$%M'&#I$G'M'&#K"
            + "$G'M'%b$I$M'%#K$M'&#I$#M'&#K$#M'&#I$%M'&#K$%M'&#I$G'M'&#K$G'M'$3/$#+%##M'$#M'%#%M'(#G'%#G'M'$b$/$#+$##$#%$#M''S%,DT$G'%a"
            + "S$#M'$#M'%#%M'(#G'%#G'M'$F%#$#%$'#$#%$#M'$SE1#$#%$#G'$NC1/$#+%#3#%#3%,#G'%#3G'$b$/$#+$##$#%(MI1#$#%$#G'$TF1/$#+%#3#%#3%$"
            + "*I$$#K$$+G'%#3G'$b$/$#+$##$#%$*K$$TR$#$#%#R'-UY$#M'$#M'%#%M'(#G'%#G'M'$V%#$#%$7#$#%$#M'#LR$+_W2#%SG$VH1/^X$$67\\0aW3S&$'S"
            + "&L%'S&\\&[&S&$+S&$&S&T)E&S&4-S&,)S&`%S$S&('S&L&Q$S&,1S&,'S&()S&\\%XC4S&(KE4S&L$J$S&$DD4S&$'S&$OE4S&$%S&,=S&$%S&,)S&$%S&<)S"
            + "&$%S&,1S&$%S&,)S&$%S&L'Y$S&$/S&$%S&$'S&D)`%S&$%S&$K$S&$%S&<C%S&$%S&$%S&$%S&O*IX)#%HY*ZU%S&`P(_Y%U\\9('U\\9('U\\9('U\\9('U\\9("
            + "'U\\9('U\\9('U\\9('U\\9('U\\9('U\\9('U\\9,)U\\9('U\\9('U\\9<1U\\9$#W\\9()U\\9$#W\\9()U\\9$#W\\9()U\\9$#W\\9()U\\9$#W\\9\\%L&U\\9H$Q(U\\9X$?U\\9("
            + "'U\\9('U\\9('U\\9('U\\9('U\\9('U\\9('U\\9('U\\9('U\\9('U\\9('U\\9,)U\\9('U\\9('U\\9<1U\\9$#W\\9()U\\9$#W\\9()U\\9$#W\\9()U\\9$#W\\9()U\\9$#W\\9\\"
            + "%L&U\\9,U'U\\9$%U\\9$%U\\9$%U\\909U\\9GCK)YWP$#JX5#O`6#FC$#Pb1#`L3#I^%#Q^H$###XGF$#CK?#VGA#E_$#_M'#IJ-#[T'#WN&#Y:#_6#Q\\&#\\K6#U"
            + "T$#_^$#MS$#aH+#]U)#QK'#`YH$#IR%#a[.#QT&#GD-#Eb.#^OC$#YL,#Ga-#Q\\$#XL6#aS2#QG&#LX7#]G'#IH&#G\\%#G`1#RWC$#EF$#Q5#Oa+#aC&#]V&"
            + "#QP%#WT'#MC&#O(#I\\&#IW'#]F%#YK$#^Y5#I2#EE%#UE&#YV*#YZ(#T],#Pb;#ME&#[X1#_D%#ZD*#SI&#Sb,#MF(#`DB#W[$#E^)#Q_$#M6#CE*#S3#KD/"
            + "#TZD$#U^9#`M:#B#CH7#G]$#IF&#KK,#LR(#DN7#IV&#[R3#LOA#_])#YE%#MZ,#UA#TH4#Ka5#ZV7#Wa*#Z\\+#aN2#JX&#W].#`X7#YL%#IM2#SW)#EI&#b"
            + "Q2#Ob4#RU4#V['#Qa2#LW2#M_+#PN6#YN$#C)#SN.#OI-#S[%#II'#]R&#VPB#]7#EV%#UZ%#UP&#UF(#[U'#IK1#]N%#]E%#Q&#HFI$#YE-#EN%#Ya4#^Q;"
            + "#[T$#C*#WL$#UK(#OE$#CW$#EW%#WE%#YJ$#QN*#RF(#MV(#QU$#HVC$#[+#WD$#YC1#Wb.#SA#Da8#[5#O[$#IF'#CL+#TO'#DL5#MD'#_Q%#I@#GI$#O\\,"
            + "#Q.#EV(#[-#_a+#GO%#G(#C0#\\KG$#IE8#OC/#KS%#P`=#XH,#KH$#KT(#E(#WX'#UI%#[_&#KJ%#WN*#C[(#ET*#LS?#O]:#L]D$#GR-#S*#_W%#Y8#]Y%#"
            + "C8#GT$#MM%#_W0#DRF$#EO+#WG=#\\GF$#_Q)#EP+#CW3#`\\:#U>#IP&#CZ(#aR4#\\HE$#OA#OH'#_]'#Y6#W8#]F%#EU&#[@#Q\\'#OX'#G$#YQ'#OT%#H]D$"
            + "#YZ0#\\L0#I^1#SO$#GY+#UM+#K^%#SG$#RS>#KF&#]D-#\\T&#M(#G:#F`'#PE$#aN0#RLA#OJ=#ZR;#H&#aL)#]E%#IC0#DX3#U\\+#VI&#QK7#`Q&#EC*#FO"
            + ")#RN8#H\\)#CK%+WL$'WD*+NL-#[W3#C]$#GJ$#G%#1#W%#Q_1#RL0#aR$'MH&'OQ%+CW%#M//Gb&#=#[%#[K%#NP)#U`%#TSF$#U6#O)#[:#Y$#])#[G$#U)"
            + "#G)#S@#S)#[^$#7#OE%#K0#O%#K)#]X$#I,#a-#KB#GR%#I-#S3#[G$#].#QB#aI%#]-#9#$#3#/#1#C&#%#G.#E'#a6#KF$#M$#S&#E6#I,#SA#[+###_@#"
            + "UN%#O+#Y9#S&#W<#M&#_M$#G+#YM&#[4#[&#N_>#UJT*#NPC*+Fb<#a[$#\\'#RA#M?#Y&#Q7#I&#IM$#R'#K'#U'#SJ$#U(#E,#C$#_3#O/#W]$#1#C,#K'#"
            + "Y5#O*#N'#O+#^%#G,#G'#C<#S(#O&#K3#_4#I-#+#Y&#IE%#E'#Q;#W<#B#Q(#[2#C8#UF&#FZ%#W*#Y*#Q7#M,#M&#G1#'#Y-#E$#U$#O(#6#[;#MA#a3#Y"
            + ".#C1#U,#W7#Q/#]W$#],#W[$#S?#M'#C$#U5#U&#\\%#O&#(#D$#['#E(#_:#CF$#W6#Q5#]0#OC%#Q)#I*#M+#K%#;#C&#QP$#WK%#_MG)#.#E\\(#RF_*#YJ"
            + "%#E%#CDL+#QK(#IC4#b[R*#Y'P+L^O%KN$(U$QN$L$4EO$$#GO$%#[N$EO$%#[N$GO$$T$QN$$#SN$$#[N$$%[N$$%[N$$%[N$$%[N$$%[N$$%[N$('[N$$%"
            + "[N$$%[N$$%[N$$%[N$('[N$('[N$$%[N$('[N$$%[N$('[N$$%[N$$%[N$$%[N$$%[N$$L$UN$$*aN$$7aN$$5aN$PL8MNH'W^I'('W^I'\\$7W^I'L3[+QEJ"
            + "'$%QEJ'PF%MD$_FK'$#QHK'\\P$G:W^K'$#C^K'(#]^K'PBa2aML'$%aML'LW^(_\\`%MIJ*$%MIJ*%#MIJ*_IJ*%#MIJ*aIJ*%#MIJ*CJJ*%#MIJ*EJJ*%#MI"
            + "J*GJJ*\\-E)MIJ*$%MIJ*%$MIJ*_IJ*%%MIJ*_IJ*%$MIJ*aIJ*%%MIJ*aIJ*_JI,\\ZD)#,#5#EQ\\)#F_[)#_'#=#Q'#S*#a$#_'#R$#DF1#[\\K*#\\Q])#1#C"
            + "$#I$#M]\\)#HIK*#_M1#O%#_^\\)#J^\\)#=#RP$#CQ$#5#WEC,#Vab+#?#JU1#[X1#9#[%#-#FY1#G^1#'#Y$#O$#9#%#E$#G&#3#5#U$#7#'#####]M^)#Z^O"
            + ")#NM1#M$#K[^)#RZ^)#/#M$#S,#N)#C$#C%#W&#K(#W$#I'#C$#E%###M$#G$#3#A#K8#b3#E4#N/#I%#\\I%#QQ&#b4#O%#U$#F+#Q-#$#Y*#SFa)#Fb`)#-"
            + "#A#K$#3#C'#OWa)#G'#^Ra)#a%#;#`'#_+#RZ4#?#[C5#O&###WKb)#LCb)#M$#A#;#MUb)#TTb)#1#]W$#DV$#DM5#aP5#?#G(#H&#QXC*#DMC*#IMC*#RJ"
            + "C*#(#E$#M)#%#H^5#__5#Y%#M$#[%#PC6#EUW*#PSW*#KF6#)#)#K$#SOE,#JLE,#IFE*###bUS)#`P4###XH6#Eb_*#GU:#RJD+#5#RK6#QN6#I&#7#G%#S"
            + "+#PW6#^$#SZ6#CGF*#\\CF*#E+#+#'#&#_%#K$#K%#>#9#a%#K$#+#W$#9#G'#K(#I%#[*#[^F*#`_F*#D'#[)#Y$#E)#]CG*#`_F*#\\(#Z$#XZ7#YF8#M$#a"
            + "$#N%#XC8#IQ8#]$#_LH*#PEH*#M4#`-#bU8#SZ8#T[8#J%#_M.#)#YY-#J)#ED0#JPA#_V4#+#/#]&#8#CJI*#VJ_*#EN9#L*#]/#I&#SaH*#``H*#`)#M2#"
            + "PZ9#M]9#E)#Q'#_.#YbH*#R_H*#HO:#US:#O[I*#HXI*#NS:#KU:#]%#Y$#%#GPJ*#F[1#aa1#ZMJ*#_IK*#\\bJ*#?#N)#a-#S%#U&#N&#S%#A#=#U\\J*#Va"
            + "J*#Y2#a&#XV;#S\\;#*#WCK*#RPK*#M:#CbJ*#C&#R_J*#I*#X$#(#LK<#KN<#I&#.#O&#SJM)#b`L)#_TK*#POK*#aCL*#H[K*#=#Y$#S^L*#R[L*#M$#CMM"
            + "*#a0#VLM*#E$#`P=#UR=#\\Q=###a[=#M$#M$#K$#M'#`]=#UC>#GTN*#RRN*#KXN*#FUN*#aEY)#`[X)#E\\O*#Q$#[+#RGK+#;#[Q>#abO*#$#Q%#W$#LDP*"
            + "#%###Y%#DT>#GX>#LW>#C(#Q[L+#`_P*#_&#C'#Ta>#IWM+#bOQ*#KWQ*#Y%#NVQ*#[(#ZN?#ET?#7#-#]UR*#Y5###T^R*#ZQ?#U]O+#LaR*#)#F]?#UHP+"
            + "#^]R*#FF@#SG@#,#]$#OKT*#HET*#FI@#OO@#Y&#I'#DT@#KRR+#a$#^QR+#C[R+#`XT*#K_T*#T]T*#M)#9#MPU*#U'#HOU*#SWU*#RVU*#aQ\\)#V[Z*#]P"
            + "A#E(#RRA#IVA#TK6#GRI+#?#FE=#5#X\\[)#)#W\\)#HVH$#OEB#.#G$#Va:#_b:#'#7#U%#OHW*#PHW*#S&#O'#W'#V+#W,#W%#C*#J3#Q*#'#C$#WHW*#M6#"
            + "N,#V]V+#O_B#'#I%#KNZ*#NIZ*#S_W*#`_W+#+#CHX+#E5#PYX+#MQC$#;#9#'#C'#D%#O+#Z%#Q,#D(#I'#Y$#`]C$#WCD$#C%#RCD$#QID$#)#KCZ*#b[Y"
            + "*#1#TMD$#MOD$#`FM$#IbD,#S.#RM\\+#5#U`D$#]'#],#Y/#IH[*#\\bZ*#O$#W(#[(#S^[*#XU^$#TF`(#@#K&#_Q`(#VC`(#K)#WL^*#Y$#TX]*#](#C%#]"
            + "D^*#HD^*#]4#a,#%#Z(#]:#[$#Ma^*#`I^*#NbH$#GEI$#C_^*#D\\D,#]PI$#DT?#EZ?#GE`*#M0#Z]F,#3#WYI$#WEa*#RXG,#KaG,#XKa*###_$#][a*#J"
            + "Pa*#`]I$#ObI$#_*#Y$#[&#bEJ$#GYJ,#^DC+#_5#].#`EK$#a$#WJK$#QYD+#N`L,#]CM,#U3#I+#N`D+#LYK$#I]K$#-#1#7#1#M%#MOF+";

    private BertTables() {}
}
