package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Detector of passwords on command lines and behind the name of an account. */
final class SecretCommands {

    /** Programs whose option with one letter takes a password as the next word. */
    private static final Map<String, String> APART = Map.ofEntries(Map.entry("sshpass", "-p"),
            Map.entry("docker", "-p"), Map.entry("podman", "-p"), Map.entry("helm", "-p"), Map.entry("oc", "-p"),
            Map.entry("redis-cli", "-a"), Map.entry("ldapsearch", "-w"), Map.entry("ldapmodify", "-w"),
            Map.entry("ldapadd", "-w"), Map.entry("sqlcmd", "-P"), Map.entry("bcp", "-P"),
            Map.entry("isql", "-P"), Map.entry("mongo", "-p"), Map.entry("mongosh", "-p"), Map.entry("mongodump", "-p"),
            Map.entry("mongorestore", "-p"), Map.entry("unzip", "-P"), Map.entry("zip", "-P"),
            Map.entry("mosquitto_pub", "-P"), Map.entry("mosquitto_sub", "-P"), Map.entry("az", "-p"),
            Map.entry("skopeo", "-p"), Map.entry("buildah", "-p"), Map.entry("ipmitool", "-P"),
            Map.entry("plink", "-pw"), Map.entry("pscp", "-pw"), Map.entry("putty", "-pw"), Map.entry("psexec", "-p"),
            Map.entry("winexe", "-p"), Map.entry("cqlsh", "-p"), Map.entry("influx", "-p"));
    /** Programs whose {@code -p} has the password written to it. */
    private static final Set<String> JOINED = Set.of("mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck",
            "mariadb", "mariadb-dump", "7z", "7za", "unrar", "rar", "sshpass");
    private static final Set<String> ACCOUNTS = Set.of("login", "user", "username", "credentials", "creds", "account",
            "zugangsdaten", "zugang", "logon", "benutzer", "identifiants", "usuario", "anmeldung", "anmeldedaten");
    private static final int MAX_COMMAND = 400;

    private SecretCommands() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            char before = scan.at(i - 1);
            if (Character.isLetterOrDigit(scan.at(i)) && !ScannedText.isWord(before) && before != '-') {
                int end = word(scan, i);
                String word = scan.text().substring(i, end);
                command(scan, word, end, found);
                if (ACCOUNTS.contains(scan.lower().substring(i, end))) {
                    account(scan, end, found);
                }
            } else if (scan.at(i) == '-' && (before == ' ' || before == 0 || before == '\n')) {
                userOption(scan, i, found);
            }
        }
    }

    private static void command(ScannedText scan, String name, int from, List<Sensitive> found) {
        String apart = APART.get(name);
        boolean isJoined = JOINED.contains(name);
        if (apart == null && !isJoined) {
            return;
        }
        int line = Math.min(Field.lineEnd(scan, from), from + MAX_COMMAND);
        for (int at = scan.text().indexOf(" -", from); at >= 0 && at < line; at = scan.text().indexOf(" -", at + 2)) {
            int option = at + 1;
            int start = 0;
            if (apart != null && ScannedText.startsAt(scan.text(), apart + " ", option)) {
                start = option + apart.length() + 1;
            } else if (isJoined && ScannedText.startsAt(scan.text(), "-p", option) && scan.at(option + 2) != ' '
                    && !ScannedText.startsAt(scan.text(), "-protocol", option)
                    && !ScannedText.startsAt(scan.text(), "-port", option)) {
                start = option + 2;
            }
            if (start > 0) {
                add(scan, start, found);
            }
        }
    }

    /** {@code -u name:password}, as curl and others have it. */
    private static void userOption(ScannedText scan, int option, List<Sensitive> found) {
        for (String name : List.of("-u", "-U", "--user", "--proxy-user", "-auth", "--auth", "--creds", "--credentials",
                "-a")) {
            int from = option + name.length();
            if (!ScannedText.startsAt(scan.text(), name, option)
                    || scan.at(from) != ' ' && scan.at(from) != '=' && scan.at(from) != '"' && scan.at(from) != '\''
                            && (name.length() > 2 || !Character.isLetter(scan.at(from)))) {
                continue;
            }
            int start = from;
            while (" =\"'".indexOf(scan.at(start)) >= 0 && start < scan.length()) {
                start++;
            }
            int colon = start;
            while (ScannedText.isWord(scan.at(colon)) || ".@-+\\".indexOf(scan.at(colon)) >= 0 && scan.at(colon) != 0) {
                colon++;
            }
            boolean isSeparated = colon > start && (scan.at(colon) == ':' || scan.at(colon) == '%')
                    && scan.at(colon + 1) != '/' && scan.at(colon + 1) != ' ';
            if (isSeparated && (name.length() > 2 || name.equals("-u") || name.equals("-U"))) {
                add(scan, colon + 1, found);
            }
        }
    }

    /** "login: anna / hunter2Xq", "credentials anna:hunter2Xq". */
    private static void account(ScannedText scan, int end, List<Sensitive> found) {
        int i = end;
        while ((scan.at(i) == ':' || scan.at(i) == '=' || scan.at(i) == ' ') && i - end < 3) {
            i++;
        }
        int name = i;
        while (ScannedText.isWord(scan.at(name)) || ".@-+".indexOf(scan.at(name)) >= 0 && scan.at(name) != 0) {
            name++;
        }
        int at = name + (scan.at(name) == ' ' ? 1 : 0);
        if (i == end || name == i || scan.at(at) != '/' && scan.at(at) != ':' && scan.at(at) != '|') {
            return;
        }
        at++;
        at += scan.at(at) == ' ' ? 1 : 0;
        Field.Value value = new Field.Value(Field.Link.SIGN, at, stop(scan, at), false);
        boolean isPath = scan.text().substring(at, value.end()).indexOf('/') >= 0;
        if (value.end() - at >= 5 && !isPath && Secrets.isMixed(scan, value)) {
            found.add(new Sensitive(at, value.end(), SensitiveKind.SECRET, "password"));
        }
    }

    private static void add(ScannedText scan, int from, List<Sensitive> found) {
        char quote = scan.at(from);
        boolean isQuoted = quote == '"' || quote == '\'';
        int start = isQuoted ? from + 1 : from;
        int close = isQuoted ? scan.text().indexOf(quote, start) : -1;
        int end = close > 0 && close <= Field.lineEnd(scan, start) ? close : stop(scan, start);
        if (end - start >= 3 && scan.at(start) != '$' && scan.at(start) != '-' && scan.at(start) != '<') {
            found.add(new Sensitive(start, end, SensitiveKind.SECRET, "password"));
        }
    }

    private static int stop(ScannedText scan, int from) {
        int end = from;
        while (end < scan.length() && !Character.isWhitespace(scan.at(end)) && "\"'`,;|)".indexOf(scan.at(end)) < 0) {
            end++;
        }
        return end > from && scan.at(end - 1) == '.' ? end - 1 : end;
    }

    private static int word(ScannedText scan, int from) {
        int end = from;
        while (ScannedText.isWord(scan.at(end)) || scan.at(end) == '-' && Character.isLetter(scan.at(end + 1))) {
            end++;
        }
        return end;
    }
}
