# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for susun-cli(1). What can be completed is what its help tells.

function __susun_cli_commands
    susun-cli --help 2>/dev/null | string replace -rf '^  ([a-z-]+)  +(.*)$' '$1\t$2'
end

function __susun_cli_command
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if not string match -q -- '-*' $word
            echo $word
            return 0
        end
    end
    return 1
end

function __susun_cli_options
    susun-cli (__susun_cli_command) --help 2>/dev/null \
        | string replace -rf '^  (?:-[a-z], )?(--[a-z0-9-]+)[^ ]* +(.*)$' '$1\t$2'
end

# The newest first, each with what it was: its id alone tells nobody anything.
function __susun_cli_runs
    susun-cli history --quiet 2>/dev/null \
        | string replace -rf '^([0-9a-f-]{36}) +(.*)$' '$1\t$2' | string replace -ra '  +' ' '
end

# The words of the option before the cursor, or of the one that the cursor is in: “--mode=co”.
function __susun_cli_words
    set -l option (commandline -opc)[-1]
    set -l in_it (string match -r -- '^--[a-z-]+=' (commandline -ct))
    test -n "$in_it"; and set option (string trim -rc = -- $in_it)
    switch $option
        case --mode
            printf "$in_it%s\n" report copy move
        case --media-kind
            printf "$in_it%s\n" images videos both
        case --video-date-source
            printf "$in_it%s\n" metadata filesystem ffprobe
        case --undated
            printf "$in_it%s\n" mtime folder skip
        case --case
            printf "$in_it%s\n" title upper lower sentence
        case --ai-provider
            printf "$in_it%s\n" google openai-compatible
        case --ai-scope
            printf "$in_it%s\n" uncertain all
        case --scope
            printf "$in_it%s\n" year global
    end
end

function __susun_cli_is
    contains -- (__susun_cli_command) $argv
end

# First what shall be done, then with which run.
function __susun_cli_history
    if contains -- list (commandline -opc)
        return
    end
    for word in show export forget
        if contains -- $word (commandline -opc)
            __susun_cli_runs
            return
        end
    end
    printf '%s\n' list show export forget
end

complete -c susun-cli -f -n 'not __susun_cli_command' -a '(__susun_cli_commands)'
complete -c susun-cli -f -n 'not __susun_cli_command' -l help -d 'Show help'
complete -c susun-cli -f -n 'not __susun_cli_command' -l version -d 'Show the version'
complete -c susun-cli -n '__susun_cli_command; and string match -q -- "-*" (commandline -ct)' \
    -a '(__susun_cli_options)'
complete -c susun-cli -f -k -n '__susun_cli_is restore purge undo resume' -a '(__susun_cli_runs)'
complete -c susun-cli -f -k -n '__susun_cli_is history' -a '(__susun_cli_history)'
complete -c susun-cli -f -n 'count (__susun_cli_words) >/dev/null' -a '(__susun_cli_words)'
