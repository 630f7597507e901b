import '@colloque/domain/without-eval'
import './app/theme.css'
import { createColloque } from './app/createColloque.ts'

createColloque().mount('#app')
